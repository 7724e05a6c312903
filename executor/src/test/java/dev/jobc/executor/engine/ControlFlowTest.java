package dev.jobc.executor.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.executor.RunState;
import dev.jobc.executor.RunView;
import dev.jobc.executor.StepState;
import dev.jobc.executor.TaskError;
import dev.jobc.executor.inprocess.RegisteredRunner;
import dev.jobc.executor.runner.TaskCall;
import dev.jobc.executor.testing.Await;
import dev.jobc.executor.testing.Plans;
import dev.jobc.expr.PlanExpr;
import dev.jobc.json.Json;
import dev.jobc.plan.Fan;
import dev.jobc.plan.Flow;
import dev.jobc.plan.Handlers;
import dev.jobc.plan.Head;
import dev.jobc.plan.JoinRule;
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
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Steps that decide when others run, on a real server: one run a construct. */
class ControlFlowTest {
  private static final PlanExpr NO = new PlanExpr.Const(Json.FALSE);
  private static final List<String> RAN = Collections.synchronizedList(new ArrayList<>());
  private static final TaskSpec BAD = Plans.spec("bad", List.of(), List.of(), List.of("Odd"));

  private static volatile CountDownLatch STOPPED = new CountDownLatch(1);
  private static TestEngine engine;

  @BeforeAll
  static void start() {
    engine =
        new TestEngine(
            Map.of(
                "work", ControlFlowTest::work,
                "bad", ControlFlowTest::bad,
                "endless", ControlFlowTest::endless));
    engine.engine().startWorker(EngineTest.settings("w1", 4));
  }

  private static Json.Obj work(TaskCall call) {
    RAN.add(call.facts().get("JOBC_STEP"));
    return TestEngine.NOTHING;
  }

  private static Json.Obj bad(TaskCall call) throws RegisteredRunner.TaskFailure {
    RAN.add(call.facts().get("JOBC_STEP"));
    throw new RegisteredRunner.TaskFailure("Odd", "not today");
  }

  private static Json.Obj endless(TaskCall call) throws InterruptedException {
    return TestEngine.hang(() -> RAN.add(call.facts().get("JOBC_STEP")), STOPPED::countDown);
  }

  private static void endless(Plans plans, int graph, Head head) {
    plans.task(graph, head, Plans.spec("endless"), RetryPolicy.NONE);
  }

  @AfterAll
  static void stop() {
    engine.close();
  }

  @BeforeEach
  void reset() {
    RAN.clear();
    STOPPED = new CountDownLatch(1);
  }

  private static RunView run(Plans plans) throws InterruptedException {
    return engine.run(plans.plan());
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
    RetryPolicy twice = Plans.retry(2, 10, "Odd");
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

  @Test
  void aReturnEndsTheRunAndStopsWhatIsUnderWay() throws Exception {
    Plans plans = Plans.named("return");
    int body = plans.graph();
    int last = plans.graph();
    endless(plans, body, head("stuck", List.of()));
    good(plans, last, head("cleaned", List.of()));
    plans.node(0, block(head("block", List.of()), body, last));
    good(plans, 0, head("first", List.of()));
    plans.node(
        0,
        new Flow.Return(
            head("done", List.of(1)), Map.of("answer", new PlanExpr.Const(Json.of(42L)))));
    good(plans, 0, head("never", List.of(2)));
    plans.output("answer", Type.Simple.INT, new PlanExpr.Const(Json.of(1L)));
    RunView view = run(plans);
    assertThat(view.summary().state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(view.outputs()).isEqualTo(Json.object().put("answer", 42L).build());
    assertThat(RAN).containsExactlyInAnyOrder("stuck", "first", "cleaned");
    assertThat(state(view, "stuck")).isEqualTo(StepState.CANCELLED);
    assertThat(state(view, "block")).isEqualTo(StepState.CANCELLED);
    assertThat(state(view, "never")).isEqualTo(StepState.CANCELLED);
    assertThat(STOPPED.await(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS))
        .as("the attempt is told")
        .isTrue();
  }

  private static Flow.Block block(Head head, int body, int last) {
    return new Flow.Block(
        head,
        body,
        new Handlers(List.of(), last),
        RetryPolicy.NONE,
        Timeouts.NONE,
        false,
        ResultFrom.ALL);
  }

  @Test
  void theFirstToSucceedWinsARace() throws Exception {
    Plans plans = Plans.named("race");
    int one = plans.graph();
    int two = plans.graph();
    int three = plans.graph();
    endless(plans, one, head("one", List.of()));
    bad(plans, two, head("two", List.of()));
    good(plans, three, head("three", List.of()));
    plans.node(
        0,
        new Fan.Race(
            head("race", List.of()),
            List.of(
                new Fan.Branch("one", one),
                new Fan.Branch("two", two),
                new Fan.Branch("three", three))));
    plans.output("winner", Type.Simple.STRING, field(new PlanExpr.StepOutputs(0, 0), "winner"));
    plans.output("lost", Type.Simple.STRING, new PlanExpr.StepStatus(one, 0));
    plans.output("won", Type.Simple.STRING, new PlanExpr.StepStatus(three, 0));
    RunView view = run(plans);
    assertThat(view.summary().state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(view.outputs())
        .isEqualTo(
            Json.object()
                .put("winner", "three")
                .put("lost", "skipped")
                .put("won", "succeeded")
                .build());
    assertThat(state(view, "one")).isEqualTo(StepState.CANCELLED);
    assertThat(STOPPED.await(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS))
        .as("the loser is told")
        .isTrue();
  }
}
