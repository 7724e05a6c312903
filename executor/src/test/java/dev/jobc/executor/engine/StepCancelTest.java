package dev.jobc.executor.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jobc.executor.EngineException;
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
import dev.jobc.plan.JoinRule;
import dev.jobc.plan.ResultFrom;
import dev.jobc.plan.RetryPolicy;
import dev.jobc.plan.Timeouts;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Steps that somebody cancels while the run goes on. */
class StepCancelTest {
  private final Semaphore begun = new Semaphore(0);
  private final Semaphore stopped = new Semaphore(0);
  private final CountDownLatch go = new CountDownLatch(1);
  private final TestEngine test =
      new TestEngine(
          Map.of(
              "note",
              call -> TestEngine.NOTHING,
              "slow",
              this::slow,
              "hang",
              call -> TestEngine.hang(begun::release, stopped::release)));

  private Json.Obj slow(TaskCall call) throws InterruptedException {
    begun.release();
    go.await();
    return TestEngine.NOTHING;
  }

  @AfterEach
  void stop() {
    go.countDown();
    test.close();
  }

  private RunId submit(Plans plans, int begins) throws InterruptedException {
    test.engine().startWorker(EngineTest.settings("w", 8));
    RunId run = test.submit(plans.plan());
    assertThat(begun.tryAcquire(begins, Await.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    return run;
  }

  private static RunView.Step step(RunView view, String id) {
    return view.steps().stream().filter(step -> step.id().equals(id)).findFirst().orElseThrow();
  }

  @Test
  void aTaskThatRunsFailsAndTheOthersGoOn() throws Exception {
    Plans plans = Plans.named("two");
    plans.task(0, "a", "hang", List.of());
    plans.task(0, "b", "slow", List.of());
    plans.rule(JoinRule.ALL_DONE).task(0, "c", "note", List.of(0, 1));
    RunId run = submit(plans, 2);
    assertThat(test.engine().cancelStep(run, "a")).isEqualTo(1);
    assertThat(stopped.tryAcquire(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS))
        .as("the attempt is told")
        .isTrue();
    assertThatThrownBy(() -> test.engine().cancelStep(run, "a"))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("no step `a`");
    go.countDown();
    RunView view = test.ended(run);
    assertThat(view.summary().state()).isEqualTo(RunState.FAILED);
    assertThat(step(view, "a").error())
        .isEqualTo(new TaskError(TaskError.CANCELLED, "somebody has cancelled it"));
    assertThat(step(view, "b").state()).isEqualTo(StepState.SUCCEEDED);
    assertThat(step(view, "c").state()).isEqualTo(StepState.SUCCEEDED);
    assertThatThrownBy(() -> test.engine().cancelStep(run, "a"))
        .hasMessageContaining("has ended already");
  }

  @Test
  void aResultThatComesAllTheSameIsRefused() throws Exception {
    Plans plans = Plans.named("late");
    plans.task(0, "a", "slow", List.of());
    plans.task(0, "b", "note", List.of(0));
    RunId run = submit(plans, 1);
    try (var silent =
        dev.jobc.executor.store.postgres.PostgresStore.open(
            test.database().settings(), java.time.InstantSource.system())) {
      silent.runs().cancelStep(run, "a", List.of());
    }
    go.countDown();
    RunView view = test.ended(run);
    assertThat(step(view, "a").state()).isEqualTo(StepState.FAILED);
    assertThat(step(view, "b").state()).isEqualTo(StepState.SKIPPED);
  }

  @Test
  void aStepThatHasNotBegunNeverDoes() throws Exception {
    Plans plans = Plans.named("early");
    plans.task(0, "a", "slow", List.of());
    plans.task(0, "b", "note", List.of(0));
    RunId run = submit(plans, 1);
    test.engine().cancelStep(run, "b");
    go.countDown();
    RunView view = test.ended(run);
    assertThat(step(view, "a").state()).isEqualTo(StepState.SUCCEEDED);
    assertThat(step(view, "b").error().name()).isEqualTo(TaskError.CANCELLED);
  }

  @Test
  void whatABlockRunsCleansUpAndItsClauseSeesTheCancel() throws Exception {
    Plans plans = Plans.named("block");
    int body = plans.graph();
    int clause = plans.graph();
    int last = plans.graph();
    plans.task(body, "inside", "hang", List.of());
    plans.task(clause, "clause", "note", List.of());
    plans.task(last, "last", "note", List.of());
    plans.node(
        0,
        new Flow.Block(
            Head.of("block", List.of(), "test.yaml:1:1"),
            body,
            new Handlers(List.of(new Handlers.Catch(List.of("Cancelled"), clause)), last),
            RetryPolicy.NONE,
            Timeouts.NONE,
            false,
            ResultFrom.ALL));
    RunId run = submit(plans, 1);
    assertThat(test.engine().cancelStep(run, "block")).isEqualTo(1);
    RunView view = test.ended(run);
    assertThat(view.summary().state()).as("it was caught").isEqualTo(RunState.SUCCEEDED);
    assertThat(step(view, "inside").state()).isEqualTo(StepState.CANCELLED);
    assertThat(step(view, "clause").state()).isEqualTo(StepState.SUCCEEDED);
    assertThat(step(view, "last").state()).isEqualTo(StepState.SUCCEEDED);
  }

  @Test
  void oneItemOfAMapOrAllOfThem() throws Exception {
    Plans plans = Plans.named("items");
    int body = plans.graph();
    plans.task(body, "each", "hang", List.of());
    List<Json> items = List.of(Json.of(1L), Json.of(2L), Json.of(3L));
    plans.map("map", List.of(), new PlanExpr.Const(Json.array(items)), body, 3);
    RunId run = submit(plans, 3);
    assertThat(test.engine().cancelStep(run, "each[1]")).isEqualTo(1);
    assertThat(stopped.tryAcquire(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(test.engine().cancelStep(run, "each")).isEqualTo(2);
    RunView view = test.ended(run);
    assertThat(view.summary().state()).isEqualTo(RunState.FAILED);
    assertThat(step(view, "each").state()).isEqualTo(StepState.FAILED);
  }
}
