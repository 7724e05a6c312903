package dev.jobc.executor.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.executor.Engine;
import dev.jobc.executor.RunId;
import dev.jobc.executor.RunState;
import dev.jobc.executor.RunView;
import dev.jobc.executor.inprocess.RegisteredRunner;
import dev.jobc.executor.runner.TaskCall;
import dev.jobc.executor.testing.Plans;
import dev.jobc.expr.PlanExpr;
import dev.jobc.json.Json;
import dev.jobc.json.JsonText;
import dev.jobc.plan.Check;
import dev.jobc.plan.Node;
import dev.jobc.plan.RetryPolicy;
import dev.jobc.plan.TaskPolicy.Cache;
import dev.jobc.plan.TaskSpec;
import dev.jobc.plan.Timeouts;
import dev.jobc.type.Type;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Results that are used again, on a real server. */
class CacheTest {
  private static final long HOUR = 3_600_000;
  private static final TaskSpec COUNT =
      Plans.spec(
          "count",
          List.of(Plans.param("x", Type.Simple.JSON)),
          List.of(Plans.param("y", Type.Simple.INT)),
          List.of());

  private final AtomicInteger ran = new AtomicInteger();
  private final AtomicInteger looked = new AtomicInteger();
  private volatile boolean broken;
  private final TestEngine jobc =
      new TestEngine(Map.of("count", this::count, "look", call -> look()));
  private final Engine engine = jobc.engine();

  @BeforeEach
  void start() {
    engine.startWorker(EngineTest.settings("w", 4));
  }

  @AfterEach
  void stop() {
    jobc.close();
  }

  private Json.Obj count(TaskCall call) throws RegisteredRunner.TaskFailure {
    int number = ran.incrementAndGet();
    if (broken) {
      throw new RegisteredRunner.TaskFailure("Odd", "broken");
    }
    return Json.object().put("y", (long) number).build();
  }

  private Json.Obj look() {
    looked.incrementAndGet();
    return TestEngine.NOTHING;
  }

  private static Cache cache(long ttl, Cache.Scope scope) {
    return new Cache(ttl, null, scope);
  }

  /** One step, or two after each other, of the same value; the outputs are those of the last. */
  private static Plans plans(String name, int steps, PlanExpr x, Cache cache) {
    Plans plans = Plans.named(name).input("x", Type.Simple.JSON, null);
    for (int step = 0; step < steps; step++) {
      List<Integer> needs = step == 0 ? List.of() : List.of(step - 1);
      plans.task(0, "s" + step, COUNT, Map.of("x", x), needs, RetryPolicy.NONE, Timeouts.NONE);
      plans.replace(0, step, Plans.cached((Node.Task) plans.at(0, step), cache));
    }
    return plans.output(
        "y", Type.Simple.INT, new PlanExpr.Field(new PlanExpr.StepOutputs(0, steps - 1), "y"));
  }

  private static Plans plans(String name, Cache cache) {
    return plans(name, 1, new PlanExpr.WorkflowInput("x"), cache);
  }

  private RunView run(Plans plans, String x) throws InterruptedException {
    Json.Obj inputs = Json.object().put("x", Json.of(x)).build();
    return jobc.ended(jobc.submit(plans.plan(), inputs));
  }

  private static void assertGave(RunView view, long y) {
    assertThat(view.summary().state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(view.outputs()).isEqualTo(Json.object().put("y", y).build());
  }

  @Test
  void equalInputsOfTheSameTaskAreNotWorkedOutTwice() throws Exception {
    Plans plans = plans("cached", cache(HOUR, Cache.Scope.WORKFLOW));
    RunView first = run(plans, "a");
    assertGave(first, 1);
    assertThat(first.steps().getFirst().cached()).isNull();
    RunView second = run(plans("cached", cache(HOUR, Cache.Scope.WORKFLOW)), "a");
    assertGave(second, 1);
    RunView.Step step = second.steps().getFirst();
    assertThat(step.cached()).isEqualTo(new RunView.Cached(1, first.summary().id()));
    assertThat(step.attempts()).isZero();
    assertGave(run(plans("cached", cache(HOUR, Cache.Scope.WORKFLOW)), "b"), 2);
    assertThat(jobc.database().query("select distinct octet_length(key) from jobc.result"))
        .containsExactly("32");
  }

  @Test
  void aResultWhoseTimeIsOverIsNotUsedAgain() throws Exception {
    assertGave(run(plans("short", cache(1, Cache.Scope.WORKFLOW)), "a"), 1);
    assertGave(run(plans("short", cache(1, Cache.Scope.WORKFLOW)), "a"), 2);
  }

  @Test
  void aResultIsForItsScope() throws Exception {
    assertGave(run(plans("one", cache(HOUR, Cache.Scope.WORKFLOW)), "a"), 1);
    assertGave(run(plans("two", cache(HOUR, Cache.Scope.WORKFLOW)), "a"), 2);
    assertGave(run(plans("one", cache(HOUR, Cache.Scope.NAMESPACE)), "a"), 3);
    assertGave(run(plans("two", cache(HOUR, Cache.Scope.NAMESPACE)), "a"), 3);
    PlanExpr x = new PlanExpr.WorkflowInput("x");
    assertGave(run(plans("own", 2, x, cache(HOUR, Cache.Scope.RUN)), "a"), 4);
    assertGave(run(plans("own", 2, x, cache(HOUR, Cache.Scope.RUN)), "a"), 5);
  }

  @Test
  void aKeyStandsForTheInputs() throws Exception {
    PlanExpr key = new PlanExpr.Const(Json.of("always"));
    Cache cache = new Cache(HOUR, key, Cache.Scope.WORKFLOW);
    assertGave(run(plans("keyed", cache), "a"), 1);
    assertGave(run(plans("keyed", cache), "b"), 1);
  }

  @Test
  void failuresAreNotKept() throws Exception {
    broken = true;
    RunView view = run(plans("broken", cache(HOUR, Cache.Scope.WORKFLOW)), "a");
    assertThat(view.summary().state()).isEqualTo(RunState.FAILED);
    broken = false;
    assertGave(run(plans("broken", cache(HOUR, Cache.Scope.WORKFLOW)), "a"), 2);
  }

  @Test
  void whatIsKnownIsNotChecked() throws Exception {
    Cache cache = cache(HOUR, Cache.Scope.WORKFLOW);
    for (int i = 0; i < 2; i++) {
      Plans plans = plans("checked", cache).knows(Plans.spec("look"));
      PlanExpr message = new PlanExpr.Const(Json.of("no"));
      Check look = new Check.Program(1, message, "test.yaml:1:1");
      Node.Task task = Plans.checked((Node.Task) plans.at(0, 0), List.of(look));
      plans.replace(0, 0, Plans.cached(task, cache));
      assertGave(run(plans, "a"), 1);
    }
    assertThat(looked).hasValue(1);
  }

  @Test
  void manyOfTheSameAtOnceGetOneOfTheResults() throws Exception {
    Plans plans = Plans.named("many");
    int body = plans.graph();
    Map<String, PlanExpr> with = Map.of("x", new PlanExpr.Const(Json.of("a")));
    plans.task(body, "item", COUNT, with, List.of(), RetryPolicy.NONE, Timeouts.NONE);
    Cache cache = cache(HOUR, Cache.Scope.WORKFLOW);
    plans.replace(body, 0, Plans.cached((Node.Task) plans.at(body, 0), cache));
    Json items = JsonText.parse("[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20]");
    plans.map("each", List.of(), new PlanExpr.Const(items), body, 4);
    RunId[] runs = {jobc.submit(plans.plan()), jobc.submit(plans.plan())};
    for (RunId run : runs) {
      RunView view = jobc.ended(run);
      assertThat(view.summary().state()).isEqualTo(RunState.SUCCEEDED);
      assertThat(view.steps().get(1).done()).isEqualTo(20);
    }
    assertThat(jobc.database().count("select count(*) from jobc.result")).isEqualTo(1);
    assertThat(ran.get()).isLessThan(40);
  }
}
