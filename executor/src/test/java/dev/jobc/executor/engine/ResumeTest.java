package dev.jobc.executor.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jobc.executor.Engine;
import dev.jobc.executor.EngineException;
import dev.jobc.executor.RunId;
import dev.jobc.executor.RunState;
import dev.jobc.executor.RunView;
import dev.jobc.executor.StepState;
import dev.jobc.executor.inprocess.RegisteredRunner;
import dev.jobc.executor.runner.TaskCall;
import dev.jobc.executor.testing.Plans;
import dev.jobc.expr.PlanExpr;
import dev.jobc.json.Json;
import dev.jobc.json.JsonText;
import dev.jobc.plan.Flow;
import dev.jobc.plan.Handlers;
import dev.jobc.plan.Head;
import dev.jobc.plan.JoinRule;
import dev.jobc.plan.Node;
import dev.jobc.plan.ResultFrom;
import dev.jobc.plan.RetryPolicy;
import dev.jobc.plan.TaskSpec;
import dev.jobc.plan.Timeouts;
import dev.jobc.type.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Runs that take up others, on a real server. */
class ResumeTest {
  private static final TaskSpec NUMBERED =
      Plans.spec(
          "number",
          List.of(Plans.param("x", Type.Simple.JSON)),
          List.of(Plans.param("y", Type.Simple.INT)),
          List.of());

  private final List<String> ran = Collections.synchronizedList(new ArrayList<>());
  private final List<String> keys = Collections.synchronizedList(new ArrayList<>());
  private volatile boolean broken = true;
  private final CountDownLatch go = new CountDownLatch(1);
  private final TestEngine jobc =
      new TestEngine(
          Map.of(
              "number", this::number,
              "fragile", this::fragile,
              "free", this::free,
              "odd", this::odd,
              "slow", this::slow));
  private final Engine engine = jobc.engine();

  @BeforeEach
  void start() {
    engine.startWorker(EngineTest.settings("w", 4));
  }

  @AfterEach
  void stop() {
    go.countDown();
    jobc.close();
  }

  /** Gives how often anything has run. */
  private Json.Obj number(TaskCall call) {
    synchronized (ran) {
      ran.add(call.facts().get("JOBC_STEP"));
      return Json.object().put("y", (long) ran.size()).build();
    }
  }

  private Json.Obj fragile(TaskCall call) throws RegisteredRunner.TaskFailure {
    keys.add(call.facts().get("JOBC_IDEMPOTENCY_KEY"));
    ran.add(call.facts().get("JOBC_STEP"));
    if (broken) {
      throw new RegisteredRunner.TaskFailure("Odd", "broken");
    }
    return TestEngine.NOTHING;
  }

  /** Breaks for some of its values. */
  private Json.Obj odd(TaskCall call) throws RegisteredRunner.TaskFailure {
    ran.add(call.facts().get("JOBC_STEP"));
    long x = ((Json.Int) call.inputs().get("x")).value();
    if (broken && List.of(7L, 63L, 64L, 99L).contains(x)) {
      throw new RegisteredRunner.TaskFailure("Odd", "broken");
    }
    return TestEngine.NOTHING;
  }

  private Json.Obj slow(TaskCall call) throws InterruptedException {
    go.await();
    return free(call);
  }

  private Json.Obj free(TaskCall call) {
    ran.add(call.facts().get("JOBC_STEP"));
    return TestEngine.NOTHING;
  }

  private static Head head(String id, Integer... needs) {
    return Head.of(id, List.of(needs), "test.yaml:1:1");
  }

  private static void numbered(Plans plans, int graph, String id, PlanExpr x, Integer... needs) {
    plans.task(
        graph, id, NUMBERED, Map.of("x", x), List.of(needs), RetryPolicy.NONE, Timeouts.NONE);
  }

  private static PlanExpr field(int step) {
    return new PlanExpr.Field(new PlanExpr.StepOutputs(0, step), "y");
  }

  /** Two numbers around a step that breaks; the outputs are the numbers. */
  private static Plans chain() {
    Plans plans = Plans.named("chain");
    numbered(plans, 0, "first", new PlanExpr.Const(Json.NULL));
    plans.task(0, head("fragile", 0), Plans.spec("fragile"), RetryPolicy.NONE);
    numbered(plans, 0, "last", field(0), 1);
    plans.output("first", Type.Simple.INT, field(0));
    plans.output("last", Type.Simple.INT, field(2));
    return plans;
  }

  private RunId failed(Plans plans) throws InterruptedException {
    RunView view = jobc.run(plans.plan());
    assertThat(view.summary().state()).isEqualTo(RunState.FAILED);
    return view.summary().id();
  }

  private RunView resumed(RunId run, String... again) throws InterruptedException {
    return jobc.ended(engine.resume(run, List.of(again)));
  }

  @Test
  void whatSucceededIsKeptAndWhatFailedRunsAgainUnderItsOldKey() throws Exception {
    RunId old = failed(chain());
    RunView before = engine.run(old).orElseThrow();
    broken = false;
    RunView view = resumed(old);
    assertThat(ran).containsExactly("first", "fragile", "fragile", "last");
    assertThat(view.summary().state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(view.outputs()).isEqualTo(JsonText.parse("{\"first\":1,\"last\":4}"));
    assertThat(view.steps().getFirst().state()).isEqualTo(StepState.SUCCEEDED);
    assertThat(view.steps().getFirst().attempts()).isZero();
    assertThat(view.resumes()).isEqualTo(old);
    assertThat(keys).containsExactly(old + "/fragile", old + "/fragile");
    RunView after = engine.run(old).orElseThrow();
    assertThat(after.summary()).isEqualTo(before.summary());
    assertThat(after.steps()).isEqualTo(before.steps());
    assertThat(after.resumedBy()).containsExactly(view.summary().id());
  }

  @Test
  void aRunThatFailedAgainIsTakenUpInItsTurn() throws Exception {
    RunId old = failed(chain());
    RunView again = resumed(old);
    assertThat(again.summary().state()).isEqualTo(RunState.FAILED);
    broken = false;
    assertThat(resumed(again.summary().id()).summary().state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(ran).containsExactly("first", "fragile", "fragile", "fragile", "last");
    assertThat(keys).containsOnly(old + "/fragile");
  }

  @Test
  void namedStepsRunAgainUnderNewKeys() throws Exception {
    broken = false;
    RunId old = jobc.run(chain().plan()).summary().id();
    RunView view = resumed(old, "fragile");
    assertThat(ran).containsExactly("first", "fragile", "last", "fragile", "last");
    assertThat(keys).containsExactly(old + "/fragile", view.summary().id() + "/fragile");
    assertThat(view.outputs()).isEqualTo(JsonText.parse("{\"first\":1,\"last\":5}"));
  }

  @Test
  void aMapIsKeptWithAllItsItems() throws Exception {
    Plans plans = Plans.named("map");
    int body = plans.graph();
    plans.node(
        0,
        new Node.ForEach(
            head("each"), new PlanExpr.WorkflowInput("list"), body, 1, 100, null, 1, true));
    numbered(plans, body, "item", new PlanExpr.Item(body));
    plans.task(0, head("fragile", 0), Plans.spec("fragile"), RetryPolicy.NONE);
    plans.input("list", new Type.ListOf(Type.Simple.INT), null);
    plans.output("all", Type.Simple.JSON, new PlanExpr.Gathered(body, 0));
    Json.Obj inputs = Json.object().put("list", JsonText.parse("[7,8,9]")).build();
    RunId old = jobc.submit(plans.plan(), inputs);
    jobc.ended(old);
    broken = false;
    RunView view = resumed(old);
    assertThat(ran).containsExactly("item[0]", "item[1]", "item[2]", "fragile", "fragile");
    assertThat(view.outputs())
        .isEqualTo(JsonText.parse("{\"all\":[{\"y\":1},{\"y\":2},{\"y\":3}]}"));
    assertThat(view.inputs()).isEqualTo(inputs);
  }

  @Test
  void aSagaThatIsKeptIsNeitherDoneNorUndoneAgain() throws Exception {
    Plans plans = Plans.named("saga");
    int body = plans.graph();
    int undo = plans.graph();
    Head undone =
        new Head(
            "booked",
            List.of(),
            "test.yaml:1:1",
            JoinRule.ALL_SUCCESS,
            null,
            false,
            undo,
            false,
            List.of());
    plans.task(body, undone, Plans.spec("free"), RetryPolicy.NONE);
    plans.task(undo, head("cancelled"), Plans.spec("free"), RetryPolicy.NONE);
    plans.node(
        0,
        new Flow.Block(
            head("trip"),
            body,
            Handlers.NONE,
            RetryPolicy.NONE,
            Timeouts.NONE,
            true,
            ResultFrom.ALL));
    plans.task(0, head("fragile", 0), Plans.spec("fragile"), RetryPolicy.NONE);
    RunId old = failed(plans);
    broken = false;
    RunView view = resumed(old);
    assertThat(view.summary().state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(ran).containsExactly("booked", "fragile", "fragile");
  }

  @Test
  void whatCannotBeTakenUpIsRefused() throws Exception {
    Plans slow = Plans.named("slow");
    slow.task(0, head("fragile"), Plans.spec("fragile"), RetryPolicy.NONE);
    slow.task(0, head("slow"), Plans.spec("slow"), RetryPolicy.NONE);
    RunId running = jobc.submit(slow.plan());
    assertThatThrownBy(() -> engine.resume(running, List.of()))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("has not ended");
    engine.cancel(List.of(running));
    RunId second = engine.resume(running, List.of());
    assertThatThrownBy(() -> engine.resume(running, List.of()))
        .hasMessage("run " + second + " is taking up run " + running + " already");
    engine.cancel(List.of(second));

    broken = false;
    RunId good = jobc.run(chain().plan()).summary().id();
    assertThatThrownBy(() -> engine.resume(good, List.of()))
        .hasMessageContaining("has succeeded; name the steps");
    assertThatThrownBy(() -> engine.resume(good, List.of("nobody")))
        .hasMessage("no step `nobody` in workflow `chain`");
    assertThatThrownBy(() -> engine.resume(RunId.of(RunId.EPOCH, 0, 1), List.of()))
        .hasMessageContaining("no run `");
  }

  /** Items that break as long as anything is broken, after a number that each of them gives. */
  private static Plans fragileItems(int items, boolean failFast) {
    Plans plans = Plans.named("items");
    int body = plans.graph();
    List<Json> list = new ArrayList<>();
    for (long item = 0; item < items; item++) {
      list.add(Json.of(item));
    }
    plans.node(
        0,
        new Node.ForEach(
            head("each"), new PlanExpr.Const(Json.array(list)), body, 3, 1_000, null, 0, failFast));
    numbered(plans, body, "item", new PlanExpr.Item(body));
    Map<String, PlanExpr> with = Map.of("x", new PlanExpr.Item(body));
    TaskSpec odd =
        Plans.spec("odd", List.of(Plans.param("x", Type.Simple.INT)), List.of(), List.of());
    plans.task(body, "odd", odd, with, List.of(0), RetryPolicy.NONE, Timeouts.NONE);
    return plans.output("all", Type.Simple.JSON, new PlanExpr.Gathered(body, 0));
  }

  @Test
  void onlyTheItemsOfAMapRunAgainThatFailed() throws Exception {
    RunId old = failed(fragileItems(100, false));
    assertThat(ran).hasSize(200);
    List<String> before = List.copyOf(ran);
    ran.clear();
    broken = false;
    RunView view = resumed(old);
    assertThat(view.summary().state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(ran).containsExactlyInAnyOrder("odd[7]", "odd[63]", "odd[64]", "odd[99]");
    Json.Arr all = (Json.Arr) view.outputs().get("all");
    for (int item = 0; item < 100; item++) {
      long given = before.indexOf("item[" + item + "]") + 1L;
      assertThat(all.items().get(item)).isEqualTo(Json.object().put("y", given).build());
    }
  }

  @Test
  void itemsThatWereNeverBegunRunWhenTheMapIsTakenUp() throws Exception {
    RunId old = failed(fragileItems(100, true));
    assertThat(ran).hasSizeLessThan(40);
    broken = false;
    RunView again = resumed(old);
    assertThat(again.summary().state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(ran.stream().filter(step -> step.startsWith("item["))).hasSize(100);
    assertThat(ran.stream().filter(step -> step.equals("odd[7]"))).hasSize(2);
    assertThat(((Json.Arr) again.outputs().get("all")).items()).hasSize(100);
  }

  @Test
  void aMapThatFailsAgainIsTakenUpAgain() throws Exception {
    RunId old = failed(fragileItems(10, false));
    RunView second = resumed(old);
    assertThat(second.summary().state()).isEqualTo(RunState.FAILED);
    ran.clear();
    broken = false;
    assertThat(resumed(second.summary().id()).summary().state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(ran).containsExactly("odd[7]");
  }

  @Test
  void aMapThatIsNamedRunsAgainWithAllItsItems() throws Exception {
    RunId old = failed(fragileItems(10, false));
    ran.clear();
    broken = false;
    assertThat(resumed(old, "each").summary().state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(ran).hasSize(20);
  }
}
