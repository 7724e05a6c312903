package dev.jobc.executor.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.executor.RunState;
import dev.jobc.executor.RunView;
import dev.jobc.executor.StepState;
import dev.jobc.executor.TaskError;
import dev.jobc.executor.runner.TaskCall;
import dev.jobc.executor.testing.Await;
import dev.jobc.executor.testing.Plans;
import dev.jobc.expr.PlanExpr;
import dev.jobc.json.Json;
import dev.jobc.plan.Flow;
import dev.jobc.plan.Handlers;
import dev.jobc.plan.Head;
import dev.jobc.plan.Pause;
import dev.jobc.plan.ResultFrom;
import dev.jobc.plan.RetryPolicy;
import dev.jobc.plan.Timeouts;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Blocks that may take only so long, on a real server. */
class BlockLimitTest {
  private static final List<String> RAN = Collections.synchronizedList(new ArrayList<>());
  private static final CountDownLatch STOPPED = new CountDownLatch(2);
  private static TestEngine engine;

  @BeforeAll
  static void start() {
    engine =
        new TestEngine(
            Map.of(
                "note",
                BlockLimitTest::note,
                "endless",
                call -> TestEngine.hang(() -> note(call), STOPPED::countDown)));
    engine.engine().startWorker(EngineTest.settings("w1", 4));
  }

  private static Json.Obj note(TaskCall call) {
    RAN.add(call.facts().get("JOBC_STEP"));
    return TestEngine.NOTHING;
  }

  @AfterAll
  static void stop() {
    engine.close();
  }

  @BeforeEach
  void reset() {
    RAN.clear();
  }

  private static void task(Plans plans, int graph, String id, String task) {
    plans.task(graph, head(id, List.of()), Plans.spec(task), RetryPolicy.NONE);
  }

  private static Head head(String id, List<Integer> needs) {
    return Head.of(id, needs, "test.yaml:1:1");
  }

  private static void block(
      Plans plans, int body, Handlers handlers, int tries, long wait, Timeouts limits) {
    RetryPolicy retry = Plans.retry(tries, wait, "Timeout");
    plans.node(
        0,
        new Flow.Block(
            head("block", List.of()), body, handlers, retry, limits, false, ResultFrom.ALL));
  }

  private static RunView.Step step(RunView view, String id) {
    return view.steps().stream().filter(step -> step.id().equals(id)).findFirst().orElseThrow();
  }

  @Test
  void everyTryHasItsOwnLimitThenTheHandlersRun() throws Exception {
    Plans plans = Plans.named("tries");
    int body = plans.graph();
    int clause = plans.graph();
    int last = plans.graph();
    task(plans, body, "first", "note");
    plans.task(body, head("stuck", List.of(0)), Plans.spec("endless"), RetryPolicy.NONE);
    plans.node(
        clause,
        new Flow.Fail(
            head("late", List.of()), "Worse", field(new PlanExpr.Caught(clause), "message")));
    task(plans, last, "last", "note");
    Handlers handlers = new Handlers(List.of(new Handlers.Catch(List.of("Timeout"), clause)), last);
    block(plans, body, handlers, 2, 10, new Timeouts(300));
    RunView view = engine.run(plans.plan());
    assertThat(RAN).containsExactly("first", "stuck", "first~2", "stuck~2", "last");
    assertThat(view.summary().state()).isEqualTo(RunState.FAILED);
    assertThat(step(view, "stuck").state()).isEqualTo(StepState.CANCELLED);
    assertThat(step(view, "late").error())
        .isEqualTo(new TaskError("Worse", "took longer than its limit"));
    assertThat(STOPPED.await(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS))
        .as("the attempts are told")
        .isTrue();
  }

  private static PlanExpr field(PlanExpr object, String name) {
    return new PlanExpr.Field(object, name);
  }

  @Test
  void noTryBeginsWhenAllTogetherHaveTakenTooLong() throws Exception {
    Plans plans = Plans.named("total");
    int body = plans.graph();
    task(plans, body, "stuck", "endless");
    block(plans, body, Handlers.NONE, 99, 100, new Timeouts(200, 4_000, 0, 0));
    RunView view = engine.run(plans.plan());
    assertThat(RAN).startsWith("stuck", "stuck~2").hasSizeLessThan(20);
    TaskError error = step(view, "block").error();
    assertThat(error.name()).isEqualTo(TaskError.TIMEOUT);
    assertThat(step(view, "block").state()).isEqualTo(StepState.FAILED);
  }

  @Test
  void whatIsInTimeIsNotCut() throws Exception {
    Plans plans = Plans.named("quick");
    int body = plans.graph();
    task(plans, body, "quick", "note");
    block(plans, body, Handlers.NONE, 2, 10, new Timeouts(100));
    int wait = plans.graph();
    plans.node(
        wait,
        new Pause.Wait(head("wait", List.of()), false, new PlanExpr.Const(Json.of("PT0.4S"))));
    plans.node(
        0,
        new Flow.Block(
            head("after", List.of(0)),
            wait,
            Handlers.NONE,
            RetryPolicy.NONE,
            new Timeouts(60_000),
            false,
            ResultFrom.ALL));
    RunView view = engine.run(plans.plan());
    assertThat(view.summary().state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(RAN).containsExactly("quick");
  }
}
