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
import dev.jobc.executor.testing.Invariants;
import dev.jobc.executor.testing.Plans;
import dev.jobc.executor.testing.TestDatabase;
import dev.jobc.expr.PlanExpr;
import dev.jobc.json.Json;
import dev.jobc.plan.Flow;
import dev.jobc.plan.Handlers;
import dev.jobc.plan.Head;
import dev.jobc.plan.JoinRule;
import dev.jobc.plan.ResultFrom;
import dev.jobc.plan.RetryPolicy;
import dev.jobc.plan.TaskSpec;
import dev.jobc.plan.Timeouts;
import dev.jobc.type.Type;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Steps that decide when others run, on a real server: one run a construct. */
class ControlFlowTest {
  private static final Json.Obj NOTHING = Json.object().build();
  private static final PlanExpr NO = new PlanExpr.Const(Json.FALSE);
  private static final List<String> RAN = Collections.synchronizedList(new ArrayList<>());
  private static final TaskSpec BAD = Plans.spec("bad", List.of(), List.of(), List.of("Odd"));

  private static TestDatabase database;
  private static Engine engine;

  @BeforeAll
  static void start() {
    database = TestDatabase.create();
    engine =
        Engines.connect(
            database.settings(),
            InstantSource.system(),
            settings ->
                List.of(
                    new RegisteredRunner(
                        Map.of(
                            "work", ControlFlowTest::work,
                            "bad", ControlFlowTest::bad))));
    engine.startWorker(EngineTest.settings("w1", 4));
  }

  private static Json.Obj work(dev.jobc.executor.runner.TaskCall call) {
    RAN.add(call.facts().get("JOBC_STEP"));
    return NOTHING;
  }

  private static Json.Obj bad(dev.jobc.executor.runner.TaskCall call)
      throws RegisteredRunner.TaskFailure {
    RAN.add(call.facts().get("JOBC_STEP"));
    throw new RegisteredRunner.TaskFailure("Odd", "not today");
  }

  @AfterAll
  static void stop() {
    engine.close();
    Invariants.check(database);
  }

  @BeforeEach
  void reset() {
    RAN.clear();
  }

  private static RunView run(Plans plans) throws InterruptedException {
    RunId id = engine.submit(new Submission(engine.storePlan(plans.plan(), Map.of()), NOTHING));
    assertThat(engine.awaitEnd(id, Duration.ofSeconds(30))).isTrue();
    return engine.run(id).orElseThrow();
  }

  private static StepState state(RunView view, String id) {
    return step(view, id).state();
  }

  private static RunView.Step step(RunView view, String id) {
    return view.steps().stream().filter(step -> step.id().equals(id)).findFirst().orElseThrow();
  }

  private static Head head(String id, List<Integer> needs, JoinRule rule, @Nullable PlanExpr when) {
    return new Head(id, needs, "test.yaml:1:1", rule, when, false, null, false, List.of());
  }

  private static Head head(String id, List<Integer> needs) {
    return head(id, needs, JoinRule.NONE_FAILED, null);
  }

  private static void good(Plans plans, int graph, Head head) {
    plans.task(graph, head, Plans.spec("work"), RetryPolicy.NONE);
  }

  private static void bad(Plans plans, int graph, Head head) {
    plans.task(graph, head, BAD, RetryPolicy.NONE);
  }

  private static PlanExpr field(PlanExpr object, String name) {
    return new PlanExpr.Field(object, name);
  }

  @Test
  void aConditionThatDoesNotHoldSkipsTheStepAndNothingElse() throws Exception {
    Plans plans = Plans.named("conditions");
    good(plans, 0, head("a", List.of(), JoinRule.NONE_FAILED, NO));
    good(plans, 0, head("b", List.of(0)));
    good(plans, 0, head("c", List.of(0), JoinRule.ALL_SUCCESS, null));
    RunView view = run(plans);
    assertThat(view.summary().state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(state(view, "a")).isEqualTo(StepState.SKIPPED);
    assertThat(state(view, "c")).isEqualTo(StepState.SKIPPED);
    assertThat(RAN).containsExactly("b");
    assertThat(step(view, "a").attempts()).isZero();
  }

  @Test
  void rulesDecideWhatRunsAfterAFailure() throws Exception {
    Plans plans = Plans.named("rules");
    bad(plans, 0, head("a", List.of()));
    good(plans, 0, head("b", List.of(0), JoinRule.ONE_FAILED, null));
    good(plans, 0, head("c", List.of(0), JoinRule.ONE_SUCCESS, null));
    good(plans, 0, head("d", List.of(0, 2), JoinRule.ALL_DONE, null));
    RunView view = run(plans);
    assertThat(view.summary().state()).isEqualTo(RunState.FAILED);
    assertThat(RAN).containsExactlyInAnyOrder("a", "b", "d");
    assertThat(state(view, "c")).isEqualTo(StepState.SKIPPED);
  }

  @Test
  void aToleratedFailureCountsAsASuccessAndCanBeAskedFor() throws Exception {
    Plans plans = Plans.named("tolerated");
    Head head =
        new Head(
            "a", List.of(), "t.yaml:1:1", JoinRule.ALL_SUCCESS, null, true, null, false, List.of());
    bad(plans, 0, head);
    good(plans, 0, head("b", List.of(0), JoinRule.ALL_SUCCESS, null));
    PlanExpr error = new PlanExpr.StepError(0, 0);
    plans.output("problem", Type.Simple.STRING, field(error, "message"));
    plans.output("step", Type.Simple.STRING, field(error, "step"));
    plans.output("status", Type.Simple.STRING, new PlanExpr.StepStatus(0, 0));
    RunView view = run(plans);
    assertThat(view.summary().state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(state(view, "a")).isEqualTo(StepState.FAILED);
    assertThat(view.outputs())
        .isEqualTo(
            Json.object()
                .put("problem", "not today")
                .put("step", "a")
                .put("status", "failed")
                .build());
  }

  @Test
  void aBlockIsTriedAgainThenCaughtThenFinished() throws Exception {
    Plans plans = Plans.named("block");
    int body = plans.graph();
    int clause = plans.graph();
    int last = plans.graph();
    good(plans, body, head("first", List.of()));
    bad(plans, body, head("second", List.of(0)));
    plans.node(
        clause,
        new Flow.Fail(
            head("again", List.of()),
            "Worse",
            new PlanExpr.Template(
                List.of(
                    field(new PlanExpr.Caught(clause), "name"),
                    field(new PlanExpr.Caught(clause), "message"),
                    new PlanExpr.StepStatus(body, 0)))));
    good(plans, last, head("last", List.of()));
    RetryPolicy twice =
        new RetryPolicy(
            2,
            RetryPolicy.Backoff.CONSTANT,
            10,
            1,
            0,
            RetryPolicy.Jitter.NONE,
            0,
            List.of("Odd"),
            List.of());
    plans.node(
        0,
        new Flow.Block(
            head("block", List.of()),
            body,
            new Handlers(List.of(new Handlers.Catch(List.of("Odd"), clause)), last),
            twice,
            Timeouts.NONE,
            false,
            ResultFrom.ALL));
    RunView view = run(plans);
    assertThat(view.summary().state()).isEqualTo(RunState.FAILED);
    assertThat(RAN).containsExactly("first", "second", "first~2", "second~2", "last");
    assertThat(state(view, "block")).isEqualTo(StepState.FAILED);
    TaskError error = step(view, "again").error();
    assertThat(error).isEqualTo(new TaskError("Worse", "Oddnot todaysucceeded"));
    assertThat(step(view, "second").attempts()).isEqualTo(2);
  }

  @Test
  void aChoiceRunsOneCase() throws Exception {
    Plans plans = Plans.named("choice");
    int one = plans.graph();
    int two = plans.graph();
    good(plans, one, head("one", List.of()));
    good(plans, two, head("two", List.of()));
    plans.node(
        0,
        new Flow.Switch(
            head("choice", List.of()),
            new PlanExpr.Const(Json.of("b")),
            List.of(new Flow.Case(Json.of("a"), one), new Flow.Case(Json.of("b"), two)),
            null));
    RunView view = run(plans);
    assertThat(view.summary().state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(RAN).containsExactly("two");
    assertThat(state(view, "one")).isEqualTo(StepState.SKIPPED);
  }

  @Test
  void theWorkflowCatchesThenGivesItsOutputsThenFinishes() throws Exception {
    Plans plans = Plans.named("handled");
    int clause = plans.graph();
    int last = plans.graph();
    bad(plans, 0, head("a", List.of()));
    good(plans, clause, head("rescue", List.of()));
    good(plans, last, head("last", List.of()));
    plans.handlers(new Handlers(List.of(new Handlers.Catch(List.of(), clause)), last));
    plans.output("status", Type.Simple.STRING, new PlanExpr.StepStatus(0, 0));
    RunView view = run(plans);
    assertThat(view.summary().state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(RAN).containsExactly("a", "rescue", "last");
    assertThat(view.outputs()).isEqualTo(Json.object().put("status", "failed").build());
  }

  @Test
  void whatWasSetUpIsClearedUpAndLeavesDecide() throws Exception {
    Plans plans = Plans.named("setup");
    good(plans, 0, head("up", List.of()));
    bad(plans, 0, head("work", List.of(0)));
    plans.task(
        0,
        new Head(
            "down",
            List.of(0, 1),
            "t.yaml:1:1",
            JoinRule.ALL_DONE,
            null,
            false,
            null,
            false,
            List.of(0)),
        BAD,
        RetryPolicy.NONE);
    good(plans, 0, head("rest", List.of(1), JoinRule.ALL_DONE, null));
    plans.resultFrom(ResultFrom.LEAVES);
    RunView view = run(plans);
    assertThat(view.summary().state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(RAN).contains("up", "work", "down", "rest");
  }
}
