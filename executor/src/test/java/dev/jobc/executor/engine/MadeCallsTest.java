package dev.jobc.executor.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.executor.Engine;
import dev.jobc.executor.RunId;
import dev.jobc.executor.RunState;
import dev.jobc.executor.RunView;
import dev.jobc.executor.StepState;
import dev.jobc.executor.Submission;
import dev.jobc.executor.TaskError;
import dev.jobc.executor.inprocess.RegisteredRunner;
import dev.jobc.executor.runner.TaskCall;
import dev.jobc.executor.testing.Await;
import dev.jobc.executor.testing.Invariants;
import dev.jobc.executor.testing.Plans;
import dev.jobc.executor.testing.TestDatabase;
import dev.jobc.expr.PlanExpr;
import dev.jobc.json.Json;
import dev.jobc.json.JsonText;
import dev.jobc.plan.Head;
import dev.jobc.plan.JoinRule;
import dev.jobc.plan.Node;
import dev.jobc.plan.Plan;
import dev.jobc.plan.RetryPolicy;
import dev.jobc.plan.TaskSpec;
import dev.jobc.plan.Timeouts;
import dev.jobc.type.Type;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Calls that the code of tasks makes while it runs, on a real server. */
class MadeCallsTest {

  private final List<String> ran = Collections.synchronizedList(new ArrayList<>());
  private final List<String> keys = Collections.synchronizedList(new ArrayList<>());
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile boolean broken;
  private final TestDatabase database = TestDatabase.create();
  private RegisteredRunner runner;
  private Engine engine;

  @BeforeEach
  void start() {
    runner =
        new RegisteredRunner(Map.of("walk", this::walk, "leaf", this::leaf, "after", this::after));
    engine =
        Engines.connect(database.settings(), InstantSource.system(), settings -> List.of(runner));
    engine.startWorker(EngineTest.settings("w1", 4));
  }

  @AfterEach
  void stop() {
    engine.close();
    Invariants.check(database);
  }

  private void note(TaskCall call) {
    ran.add(call.facts().get("JOBC_STEP"));
    keys.add(call.facts().get("JOBC_IDEMPOTENCY_KEY"));
  }

  /** Calls itself for every smaller number of its list, and a leaf. */
  private Json.Obj walk(TaskCall call) throws RegisteredRunner.TaskFailure {
    note(call);
    long n = ((Json.Int) call.inputs().get("n")).value();
    if (n < 0) {
      runner.spawn(call, n == -1 ? "other" : "leaf", Json.object().put("x", "y").build());
      runner.spawn(call, "leaf", Json.object().put("n", "text").build());
      return Json.object().put("found", n).build();
    }
    for (long less = 0; less < n && n < 50; less++) {
      runner.spawn(call, "walk", Json.object().put("n", less).build());
    }
    runner.spawn(call, "leaf", Json.object().put("n", n).build());
    if (call.facts().get("JOBC_ATTEMPT").equals("1") && n == 3) {
      throw new RegisteredRunner.TaskFailure("Odd", "once");
    }
    return Json.object().put("found", n).build();
  }

  private Json.Obj leaf(TaskCall call) throws Exception {
    note(call);
    long n = ((Json.Int) call.inputs().get("n")).value();
    if (n == 50) {
      return TestEngine.hang(begun::countDown, stopped::countDown);
    }
    if (n == 2 && broken) {
      throw new RegisteredRunner.TaskFailure("Odd", "leaf 2");
    }
    return TestEngine.NOTHING;
  }

  private Json.Obj after(TaskCall call) {
    note(call);
    return TestEngine.NOTHING;
  }

  private static Head head(String id, List<Integer> needs, boolean tolerates) {
    return new Head(
        id, needs, "test.yaml:1:1", JoinRule.ALL_SUCCESS, null, tolerates, null, false, List.of());
  }

  private static Plan plan(long n, int most, boolean tolerates) {
    Plans plans = Plans.named("walks");
    int walk = plans.graph();
    int leaf = plans.graph();
    TaskSpec spec =
        Plans.spec(
                "walk",
                List.of(Plans.param("n", Type.Simple.INT)),
                List.of(Plans.param("found", Type.Simple.INT)),
                List.of("Odd"))
            .calling(
                new TaskSpec.Spawn(
                    List.of(new TaskSpec.Callee("walk", walk), new TaskSpec.Callee("leaf", leaf)),
                    most));
    TaskSpec leafSpec =
        Plans.spec("leaf", List.of(Plans.param("n", Type.Simple.INT)), List.of(), List.of("Odd"));
    call(plans, walk, "walk", spec);
    call(plans, leaf, "leaf", leafSpec);
    int site = plans.last(0) + 1;
    plans.task(0, head("site", List.of(), tolerates), spec, Plans.retry(2, 0));
    Node.Task made = (Node.Task) plans.at(0, site);
    plans.replace(
        0,
        site,
        new Node.Task(
            made.head(),
            made.task(),
            Map.of("n", new PlanExpr.Const(Json.of(n))),
            made.retry(),
            made.timeouts(),
            made.queue(),
            made.priority()));
    plans.task(0, "after", "after", List.of(site));
    plans.output(
        "found", Type.Simple.JSON, new PlanExpr.Field(new PlanExpr.StepOutputs(0, site), "found"));
    return plans.plan();
  }

  private static void call(Plans plans, int graph, String name, TaskSpec spec) {
    PlanExpr with = new PlanExpr.Field(new PlanExpr.Item(graph), "with");
    plans.task(
        graph,
        name,
        spec,
        Map.of("n", new PlanExpr.Field(with, "n")),
        List.of(),
        RetryPolicy.NONE,
        Timeouts.NONE);
  }

  private RunId submit(Plan plan) {
    return engine.submit(new Submission(engine.storePlan(plan, Map.of()), TestEngine.NOTHING));
  }

  private RunView ended(RunId run) throws InterruptedException {
    assertThat(engine.awaitEnd(run, Await.PATIENCE)).isTrue();
    return engine.run(run).orElseThrow();
  }

  private static RunView.Step step(RunView view, String id) {
    return view.steps().stream().filter(step -> step.id().equals(id)).findFirst().orElseThrow();
  }

  @Test
  void callsAndCallsOfCallsEndBeforeTheStepDoes() throws Exception {
    RunView view = ended(submit(plan(2, 100, false)));
    assertThat(view.summary().state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(view.outputs()).isEqualTo(Json.object().put("found", 2L).build());
    assertThat(ran)
        .containsExactlyInAnyOrder(
            "site",
            "site.walk[0]",
            "site.walk[0].leaf[0]",
            "site.walk[1]",
            "site.walk[1].walk[0]",
            "site.walk[1].walk[0].leaf[0]",
            "site.walk[1].leaf[0]",
            "site.leaf[0]",
            "after")
        .endsWith("after");
    assertThat(keys).doesNotHaveDuplicates();
    assertThat(step(view, "walk").instances()).isEqualTo(3);
    assertThat(step(view, "leaf").state()).isEqualTo(StepState.SUCCEEDED);
    assertThat(step(view, "leaf").depth()).isEqualTo(1);
  }

  @Test
  void anAttemptThatFailsHasCalledNothing() throws Exception {
    RunView view = ended(submit(plan(3, 100, false)));
    assertThat(view.summary().state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(ran).filteredOn(name -> name.equals("site")).hasSize(2);
    assertThat(ran).filteredOn(name -> !name.equals("site")).doesNotHaveDuplicates();
    assertThat(ran).contains("site.walk[2].walk[1].walk[0].leaf[0]");
  }

  @Test
  void aCallThatFailsFailsTheStepWhichHasGivenNothingThen() throws Exception {
    broken = true;
    RunView view = ended(submit(plan(2, 100, false)));
    assertThat(view.summary().state()).isEqualTo(RunState.FAILED);
    assertThat(step(view, "site").state()).isEqualTo(StepState.FAILED);
    assertThat(step(view, "leaf").error()).isEqualTo(new TaskError("Odd", "leaf 2"));
    assertThat(step(view, "after").state()).isEqualTo(StepState.SKIPPED);
    RunView tolerated = ended(submit(plan(2, 100, true)));
    assertThat(tolerated.summary().state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(JsonText.write(tolerated.outputs())).isEqualTo("{\"found\":null}");
  }

  @Test
  void callsThatDoNotFitFailTheAttemptAndAreNamed() throws Exception {
    TaskError error = step(ended(submit(plan(-1, 100, false))), "site").error();
    assertThat(error.name()).isEqualTo(TaskError.OUTPUT_TYPE_ERROR);
    assertThat(error.message())
        .contains("call 1, of `other`: `spawn` of task `walk` allows walk, leaf")
        .contains("call 2, of `leaf`: input `n`");
    error = step(ended(submit(plan(-2, 100, false))), "site").error();
    assertThat(error.message())
        .contains("call 1, of `leaf`: input `n` is not given")
        .contains("call 1, of `leaf`: the task has no input `x`");
    assertThat(ran).containsExactly("site", "site");
  }

  @Test
  void callsOfCallsCountAgainstTheFirst() throws Exception {
    assertThat(ended(submit(plan(2, 7, false))).summary().state()).isEqualTo(RunState.SUCCEEDED);
    RunView view = ended(submit(plan(2, 6, false)));
    assertThat(view.summary().state()).isEqualTo(RunState.FAILED);
    assertThat(step(view, "walk").error().message())
        .isEqualTo("7 calls are more than the `maxItems` of 6 of `site`, which it was called for");
    view = ended(submit(plan(4, 4, false)));
    assertThat(step(view, "site").error().message())
        .isEqualTo("5 calls are more than the `maxItems` of 4");
  }

  @Test
  void aCancelledRunStopsWhatItsTasksHaveCalled() throws Exception {
    RunId run = submit(plan(50, 10_000, false));
    assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
    engine.cancel(List.of(run));
    assertThat(ended(run).summary().state()).isEqualTo(RunState.CANCELLED);
    assertThat(stopped.await(60, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aResumedRunMakesTheCallsOfAFailedStepAgain() throws Exception {
    broken = true;
    RunId first = submit(plan(2, 100, false));
    ended(first);
    broken = false;
    ran.clear();
    RunView view = ended(engine.resume(first, Set.of()));
    assertThat(view.summary().state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(ran).contains("site", "site.walk[1].walk[0].leaf[0]").endsWith("after");
    Set<String> all = new HashSet<>(keys);
    assertThat(all).hasSize(9);
  }
}
