package dev.jobc.executor.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jobc.executor.Engine;
import dev.jobc.executor.InvalidInputException;
import dev.jobc.executor.RunId;
import dev.jobc.executor.RunState;
import dev.jobc.executor.RunView;
import dev.jobc.executor.StepState;
import dev.jobc.executor.Submission;
import dev.jobc.executor.TaskError;
import dev.jobc.executor.WorkerSettings;
import dev.jobc.executor.inprocess.RegisteredRunner;
import dev.jobc.executor.testing.Await;
import dev.jobc.executor.testing.Invariants;
import dev.jobc.executor.testing.Plans;
import dev.jobc.executor.testing.TestDatabase;
import dev.jobc.expr.PlanExpr;
import dev.jobc.json.Json;
import dev.jobc.json.JsonText;
import dev.jobc.plan.JoinRule;
import dev.jobc.plan.Plan;
import dev.jobc.plan.RetryPolicy;
import dev.jobc.plan.TaskSpec;
import dev.jobc.plan.Timeouts;
import dev.jobc.type.Type;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The engine from submission to view, in one process, on a real server. */
class EngineTest {
  private static final Json.Obj NOTHING = Json.object().build();

  private static TestDatabase database;
  private static Engine engine;
  private static final Map<String, RegisteredRunner.Function> FUNCTIONS = new ConcurrentHashMap<>();
  private static Engine.Worker worker;

  @BeforeAll
  static void start() {
    database = TestDatabase.create();
    FUNCTIONS.put("work", call -> NOTHING);
    engine =
        Engines.connect(
            database.settings(),
            InstantSource.system(),
            settings ->
                List.of(
                    new RegisteredRunner(
                        Map.of(
                            "work", call -> FUNCTIONS.get("work").run(call),
                            "other", call -> FUNCTIONS.get("other").run(call)))));
    worker = engine.startWorker(settings("w1", 8));
  }

  static WorkerSettings settings(String name, int slots) {
    return new WorkerSettings(
        name,
        List.of("default"),
        slots,
        Path.of("unused"),
        Duration.ofSeconds(10),
        Duration.ofSeconds(2));
  }

  @AfterAll
  static void stop() {
    engine.close();
    Invariants.check(database);
    assertThat(database.query("select state from jobc.worker")).containsExactly("1");
  }

  @AfterEach
  void reset() {
    FUNCTIONS.clear();
    FUNCTIONS.put("work", call -> NOTHING);
  }

  private static RunView run(Plan plan, Json.Obj inputs) throws InterruptedException {
    RunId id = engine.submit(new Submission(engine.storePlan(plan, Map.of()), inputs));
    assertThat(engine.awaitEnd(id, Await.PATIENCE)).isTrue();
    return engine.run(id).orElseThrow();
  }

  private static RunView.Step step(RunView view, String id) {
    return view.steps().stream().filter(step -> step.id().equals(id)).findFirst().orElseThrow();
  }

  @Test
  void runsAChainInOrder() throws Exception {
    List<String> order = new ArrayList<>();
    FUNCTIONS.put(
        "work",
        call -> {
          synchronized (order) {
            order.add(call.facts().get("JOBC_STEP"));
          }
          return NOTHING;
        });
    RunView view = run(Plans.chain(5), NOTHING);
    assertThat(view.summary().state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(order).containsExactly("s0", "s1", "s2", "s3", "s4");
    assertThat(view.steps()).allSatisfy(s -> assertThat(s.attempts()).isEqualTo(1));
    assertThat(view.outputs()).isEqualTo(NOTHING);
  }

  @Test
  void runsManyDiamonds() throws Exception {
    String plan = engine.storePlan(Plans.diamond(8), Map.of());
    List<Submission> submissions =
        java.util.Collections.nCopies(300, new Submission(plan, NOTHING));
    List<RunId> ids = engine.submitAll(submissions);
    for (RunId id : ids) {
      assertThat(engine.awaitEnd(id, Await.PATIENCE)).isTrue();
    }
    assertThat(ids).isSorted().doesNotHaveDuplicates();
    assertThat(engine.runs(1000)).filteredOn(run -> run.planId().equals(plan)).hasSize(300);
  }

  @Test
  void runsAChainThatDoesNotFitOneSegment() throws Exception {
    assertThat(run(Plans.chain(150), NOTHING).summary().state()).isEqualTo(RunState.SUCCEEDED);
  }

  @Test
  void passesValuesFromInputsThroughStepsToOutputs() throws Exception {
    TaskSpec twice =
        Plans.spec(
            "work",
            List.of(Plans.param("n", Type.Simple.INT)),
            List.of(Plans.param("m", Type.Simple.INT)),
            List.of());
    FUNCTIONS.put(
        "work",
        call -> Json.object().put("m", 2 * ((Json.Int) call.inputs().get("n")).value()).build());
    Plans plans =
        Plans.named("values")
            .input("n", Type.Simple.INT, new PlanExpr.Const(Json.of(5)))
            .output(
                "result", Type.Simple.INT, new PlanExpr.Field(new PlanExpr.StepOutputs(0, 1), "m"));
    plans.task(
        0,
        "a",
        twice,
        Map.of("n", new PlanExpr.WorkflowInput("n")),
        List.of(),
        RetryPolicy.NONE,
        Timeouts.NONE);
    plans.task(
        0,
        "b",
        twice,
        Map.of("n", new PlanExpr.Field(new PlanExpr.StepOutputs(0, 0), "m")),
        List.of(0),
        RetryPolicy.NONE,
        Timeouts.NONE);
    Plan plan = plans.plan();
    assertThat(run(plan, NOTHING).outputs()).isEqualTo(JsonText.parse("{\"result\":20}"));
    assertThat(run(plan, Json.object().put("n", 7).build()).outputs())
        .isEqualTo(JsonText.parse("{\"result\":28}"));
  }

  @Test
  void refusesInputsThatDoNotFit() {
    String plan =
        engine.storePlan(Plans.named("strict").input("n", Type.Simple.INT, null).plan(), Map.of());
    assertThatThrownBy(
            () -> engine.submit(new Submission(plan, Json.object().put("x", "y").build())))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("no input `x`")
        .hasMessageContaining("input `n` (int) is required");
  }

  @Test
  void aFailureSkipsWhatNeedsItAndLetsTheRestGoOn() throws Exception {
    FUNCTIONS.put(
        "other",
        call -> {
          throw new IllegalStateException("broken");
        });
    Plans plans = Plans.named("failing");
    plans.task(0, "bad", "other", List.of());
    plans.task(0, "good", "work", List.of());
    plans.task(0, "after_bad", "work", List.of(0));
    plans.task(0, "after_good", "work", List.of(1));
    plans.join(0, "end", List.of(2, 3));
    RunView view = run(plans.plan(), NOTHING);
    assertThat(view.summary().state()).isEqualTo(RunState.FAILED);
    assertThat(view.steps())
        .extracting(RunView.Step::state)
        .containsExactly(
            StepState.FAILED,
            StepState.SUCCEEDED,
            StepState.SKIPPED,
            StepState.SUCCEEDED,
            StepState.SKIPPED);
    assertThat(step(view, "bad").error())
        .isEqualTo(new TaskError("Unexpected", "IllegalStateException: broken"));
  }

  @Test
  void retriesUntilItWorks() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    List<String> keys = java.util.Collections.synchronizedList(new ArrayList<>());
    FUNCTIONS.put(
        "work",
        call -> {
          keys.add(call.facts().get("JOBC_IDEMPOTENCY_KEY"));
          if (calls.incrementAndGet() < 3) {
            throw new RegisteredRunner.TaskFailure("Flaky", "not yet");
          }
          return NOTHING;
        });
    RetryPolicy policy =
        new RetryPolicy(
            5,
            RetryPolicy.Backoff.EXPONENTIAL,
            20,
            2,
            1000,
            RetryPolicy.Jitter.FULL,
            0,
            List.of("Flaky"),
            List.of());
    Plans plans = Plans.named("retrying");
    plans.task(
        0,
        "flaky",
        Plans.spec("work", List.of(), List.of(), List.of("Flaky")),
        Map.of(),
        List.of(),
        policy,
        Timeouts.NONE);
    RunView view = run(plans.plan(), NOTHING);
    assertThat(view.summary().state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(step(view, "flaky").attempts()).isEqualTo(3);
    assertThat(keys).hasSize(3);
    assertThat(keys).allMatch(keys.get(0)::equals);
  }

  @Test
  void endsAnAttemptThatRunsTooLong() throws Exception {
    FUNCTIONS.put(
        "work",
        call -> {
          new CountDownLatch(1).await();
          return NOTHING;
        });
    Plans plans = Plans.named("slow");
    plans.task(
        0, "slow", Plans.spec("work"), Map.of(), List.of(), RetryPolicy.NONE, new Timeouts(100));
    RunView view = run(plans.plan(), NOTHING);
    assertThat(view.summary().state()).isEqualTo(RunState.FAILED);
    assertThat(step(view, "slow").error())
        .isEqualTo(new TaskError("Timeout", "ran longer than its limit of 0.1s"));
  }

  @Test
  void goesOverTheItemsOfAMap() throws Exception {
    TaskSpec square =
        Plans.spec(
            "work",
            List.of(Plans.param("n", Type.Simple.INT)),
            List.of(Plans.param("m", Type.Simple.INT)),
            List.of());
    FUNCTIONS.put(
        "work",
        call -> {
          long n = ((Json.Int) call.inputs().get("n")).value();
          return Json.object().put("m", n * n).build();
        });
    Plans plans = Plans.named("map");
    int body = plans.graph();
    plans.map("each", List.of(), new PlanExpr.WorkflowInput("list"), body, 10);
    plans.task(
        body,
        "square",
        square,
        Map.of("n", new PlanExpr.Item(body)),
        List.of(),
        RetryPolicy.NONE,
        Timeouts.NONE);
    plans.input("list", new Type.ListOf(Type.Simple.INT), null);
    plans.output("all", Type.Simple.JSON, new PlanExpr.Gathered(body, 0));
    Plan plan = plans.plan();
    List<Json> list = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      list.add(Json.of(i));
    }
    RunView view = run(plan, Json.object().put("list", Json.array(list)).build());
    assertThat(view.summary().state()).isEqualTo(RunState.SUCCEEDED);
    Json.Arr all = (Json.Arr) view.outputs().get("all");
    assertThat(all.items()).hasSize(2000);
    assertThat(all.items().get(1999)).isEqualTo(Json.object().put("m", 1999L * 1999).build());
    assertThat(step(view, "square").instances()).isEqualTo(2000);
    assertThat(step(view, "each").finishedAt())
        .as("a map ends with the last of its items")
        .isEqualTo(step(view, "square").finishedAt());
    RunView none = run(plan, Json.object().put("list", Json.array(List.of())).build());
    assertThat(none.outputs().get("all")).isEqualTo(Json.array(List.of()));
    assertThat(step(none, "each").finishedAt()).isNotNull();
  }

  @Test
  void aTaskThatSkipsItselfDoesNotStopASequence() throws Exception {
    FUNCTIONS.put(
        "other",
        call -> {
          throw new RegisteredRunner.Skip();
        });
    Plans plans = Plans.named("skipping").rule(JoinRule.NONE_FAILED);
    plans.task(0, "maybe", "other", List.of());
    plans.task(0, "then", "work", List.of(0));
    RunView view = run(plans.plan(), NOTHING);
    assertThat(view.summary().state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(view.steps())
        .extracting(RunView.Step::state)
        .containsExactly(StepState.SKIPPED, StepState.SUCCEEDED);
  }

  @Test
  void showsARunThatIsUnderWay() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    FUNCTIONS.put(
        "work",
        call -> {
          running.countDown();
          go.await();
          return NOTHING;
        });
    RunId id = engine.submit(new Submission(engine.storePlan(Plans.chain(2), Map.of()), NOTHING));
    assertThat(running.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(engine.run(id).orElseThrow().steps())
        .extracting(RunView.Step::state)
        .containsExactly(StepState.RUNNING, StepState.WAITING);
    assertThat(worker.running()).isEqualTo(1);
    go.countDown();
    assertThat(engine.awaitEnd(id, Await.PATIENCE)).isTrue();
  }
}
