package dev.jobc.executor.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.executor.Cancelling;
import dev.jobc.executor.RunId;
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
import dev.jobc.plan.Plan;
import dev.jobc.plan.ResultFrom;
import dev.jobc.plan.RetryPolicy;
import dev.jobc.plan.Timeouts;
import dev.jobc.type.Type;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Runs that are cancelled, or run out of time, while something has to clean up after them. */
class CleanUpTest {
  private static final BlockingQueue<String> BEGUN = new LinkedBlockingQueue<>();
  private static final Semaphore STOPPED = new Semaphore(0);
  private static TestEngine engine;
  private static volatile CountDownLatch go = new CountDownLatch(1);

  @BeforeAll
  static void start() {
    engine =
        new TestEngine(
            Map.of(
                "note",
                CleanUpTest::note,
                "slow",
                CleanUpTest::slow,
                "hang",
                call -> TestEngine.hang(() -> note(call), STOPPED::release)));
    engine.engine().startWorker(EngineTest.settings("w1", 8));
  }

  private static Json.Obj note(TaskCall call) {
    BEGUN.add(call.facts().get("JOBC_STEP"));
    return TestEngine.NOTHING;
  }

  /** Ends when the test says so. */
  private static Json.Obj slow(TaskCall call) throws InterruptedException {
    note(call);
    go.await();
    return TestEngine.NOTHING;
  }

  @AfterAll
  static void stop() {
    engine.close();
  }

  @BeforeEach
  void reset() {
    BEGUN.clear();
    STOPPED.drainPermits();
    go = new CountDownLatch(1);
  }

  private static int task(Plans plans, int graph, String id, String task) {
    Head head = Head.of(id, List.of(), "test.yaml:1:1");
    return plans.task(graph, head, Plans.spec(task), RetryPolicy.NONE);
  }

  private static void begins(String step) throws InterruptedException {
    assertThat(BEGUN.poll(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo(step);
  }

  private static void isStopped() throws InterruptedException {
    assertThat(STOPPED.tryAcquire(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS))
        .as("the attempt is told")
        .isTrue();
  }

  private static StepState state(RunView view, String id) {
    return step(view, id).state();
  }

  private static RunView.Step step(RunView view, String id) {
    return view.steps().stream().filter(step -> step.id().equals(id)).findFirst().orElseThrow();
  }

  /** Hangs; its {@code finally} is slow; a clause handles every error but a cancel. */
  private static Plans handled(String name, List<String> errors) {
    Plans plans = Plans.named(name);
    int clause = plans.graph();
    int last = plans.graph();
    task(plans, 0, "stuck", "hang");
    plans.task(0, "never", "note", List.of(0));
    task(plans, clause, "clause", "note");
    task(plans, last, "last", "slow");
    return plans.handlers(new Handlers(List.of(new Handlers.Catch(errors, clause)), last));
  }

  private RunId stuck(Plan plan) throws InterruptedException {
    RunId run = engine.submit(plan);
    begins("stuck");
    return run;
  }

  private static RunState cancel(RunId run, Cancelling how) {
    return engine.engine().cancel(List.of(run), how).get(run);
  }

  @Test
  void theFinallyOfACancelledRunGoesToItsEnd() throws Exception {
    RunId run = stuck(handled("handled", List.of()).plan());
    assertThat(cancel(run, Cancelling.GENTLY)).isEqualTo(RunState.RUNNING);
    isStopped();
    begins("last");
    assertThat(cancel(run, Cancelling.GENTLY)).as("again").isEqualTo(RunState.RUNNING);
    assertThat(state(engine.engine().run(run).orElseThrow(), "stuck"))
        .isEqualTo(StepState.CANCELLED);
    go.countDown();
    RunView view = engine.ended(run);
    assertThat(view.summary().state()).isEqualTo(RunState.CANCELLED);
    assertThat(state(view, "last")).isEqualTo(StepState.SUCCEEDED);
    assertThat(state(view, "never")).isEqualTo(StepState.CANCELLED);
    assertThat(BEGUN).as("the clause does not name Cancelled").isEmpty();
  }

  @Test
  void aCancelByForceEndsTheFinallyToo() throws Exception {
    RunId run = stuck(handled("forced", List.of()).plan());
    cancel(run, Cancelling.GENTLY);
    begins("last");
    assertThat(cancel(run, Cancelling.AT_ONCE)).isEqualTo(RunState.RUNNING);
    RunView view = engine.ended(run);
    assertThat(view.summary().state()).isEqualTo(RunState.CANCELLED);
    assertThat(state(view, "last")).isEqualTo(StepState.CANCELLED);
    assertThat(cancel(run, Cancelling.AT_ONCE)).isEqualTo(RunState.CANCELLED);
  }

  @Test
  void aClauseThatNamesItHandlesTheCancel() throws Exception {
    RunId run = stuck(handled("named", List.of("Cancelled")).plan());
    cancel(run, Cancelling.GENTLY);
    begins("clause");
    begins("last");
    go.countDown();
    assertThat(engine.ended(run).summary().state()).isEqualTo(RunState.CANCELLED);
  }

  @Test
  void aClauseThatIsUnderWayIsCancelled() throws Exception {
    Plans plans = Plans.named("during");
    int clause = plans.graph();
    int last = plans.graph();
    plans.node(
        0,
        new Flow.Fail(
            Head.of("fail", List.of(), "test.yaml:1:1"),
            "Bad",
            new PlanExpr.Const(Json.of("as it should"))));
    task(plans, clause, "stuck", "hang");
    task(plans, last, "last", "note");
    plans.output("o", Type.Simple.STRING, new PlanExpr.Const(Json.of("x")));
    plans.handlers(new Handlers(List.of(new Handlers.Catch(List.of(), clause)), last));
    RunId run = stuck(plans.plan());
    cancel(run, Cancelling.GENTLY);
    isStopped();
    begins("last");
    assertThat(engine.ended(run).summary().state()).isEqualTo(RunState.CANCELLED);
  }

  @Test
  void blocksInsideCleanUpFromTheInsideOut() throws Exception {
    Plans plans = Plans.named("inside");
    int body = plans.graph();
    int last = plans.graph();
    int ofWorkflow = plans.graph();
    task(plans, body, "stuck", "hang");
    task(plans, last, "inner", "note");
    task(plans, ofWorkflow, "outer", "note");
    plans.node(
        0,
        new Flow.Block(
            Head.of("block", List.of(), "test.yaml:1:1"),
            body,
            new Handlers(List.of(), last),
            RetryPolicy.NONE,
            Timeouts.NONE,
            false,
            ResultFrom.ALL));
    RunId run = stuck(plans.handlers(new Handlers(List.of(), ofWorkflow)).plan());
    cancel(run, Cancelling.GENTLY);
    begins("inner");
    begins("outer");
    RunView view = engine.ended(run);
    assertThat(view.summary().state()).isEqualTo(RunState.CANCELLED);
    assertThat(state(view, "block")).isEqualTo(StepState.CANCELLED);
  }

  @Test
  void aTimeoutIsCaughtByNameAndTheOutputsAreGiven() throws Exception {
    Plans plans = handled("late", List.of("Timeout"));
    int clause = 1;
    PlanExpr caught = new PlanExpr.Field(new PlanExpr.Caught(clause), "message");
    plans.node(
        clause, new Flow.Fail(Head.of("worse", List.of(0), "test.yaml:1:1"), "Worse", caught));
    go.countDown();
    RunView failed = engine.run(Plans.limited(plans.plan(), 300));
    assertThat(failed.summary().state()).isEqualTo(RunState.FAILED);
    assertThat(step(failed, "worse").error())
        .isEqualTo(new TaskError("Worse", "the run took longer than its limit of 300 ms"));

    Plans forgiving = handled("forgiving", List.of("Timeout"));
    forgiving.output("o", Type.Simple.STRING, new PlanExpr.Const(Json.of("given")));
    RunView view = engine.run(Plans.limited(forgiving.plan(), 300));
    assertThat(view.summary().state()).isEqualTo(RunState.SUCCEEDED);
    assertThat((Object) view.outputs().get("o")).isEqualTo(Json.of("given"));
    assertThat(state(view, "last")).isEqualTo(StepState.SUCCEEDED);
  }

  @Test
  void aTimeoutThatNobodyCatchesFailsTheRunAfterItsFinally() throws Exception {
    go.countDown();
    RunView view = engine.run(Plans.limited(handled("uncaught", List.of("Rare")).plan(), 300));
    assertThat(view.summary().state()).isEqualTo(RunState.FAILED);
    assertThat(view.error().name()).isEqualTo(TaskError.TIMEOUT);
    assertThat(state(view, "stuck")).isEqualTo(StepState.CANCELLED);
    assertThat(state(view, "last")).isEqualTo(StepState.SUCCEEDED);
  }

  @Test
  void whatCleansUpHasNoLimit() throws Exception {
    Plans plans = Plans.named("unlimited");
    int last = plans.graph();
    task(plans, 0, "first", "note");
    task(plans, last, "last", "slow");
    Plan plan = Plans.limited(plans.handlers(new Handlers(List.of(), last)).plan(), 400);
    RunId run = engine.submit(plan);
    begins("first");
    begins("last");
    while (engine.database().count("select count(*) from jobc.timer") > 0) {
      assertThat(engine.engine().awaitEnd(run, java.time.Duration.ofMillis(20))).isFalse();
    }
    go.countDown();
    assertThat(engine.ended(run).summary().state()).isEqualTo(RunState.SUCCEEDED);
  }
}
