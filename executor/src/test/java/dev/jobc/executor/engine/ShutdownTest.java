package dev.jobc.executor.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.executor.Engine;
import dev.jobc.executor.RunId;
import dev.jobc.executor.RunState;
import dev.jobc.executor.RunView;
import dev.jobc.executor.StepState;
import dev.jobc.executor.TaskError;
import dev.jobc.executor.WorkerSettings;
import dev.jobc.executor.runner.TaskCall;
import dev.jobc.executor.testing.Await;
import dev.jobc.executor.testing.Plans;
import dev.jobc.json.Json;
import dev.jobc.plan.FlowControl;
import dev.jobc.plan.Head;
import dev.jobc.plan.Isolation;
import dev.jobc.plan.Node;
import dev.jobc.plan.Plan;
import dev.jobc.plan.RetryPolicy;
import dev.jobc.plan.TaskPolicy;
import dev.jobc.plan.TaskPolicy.OnShutdown;
import dev.jobc.plan.Timeouts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a worker that is told to end does to the tasks that it runs. */
class ShutdownTest {
  private static final String GIVEN_BACK = "select count(*) from jobc.attempt where outcome = 8";

  private final Semaphore begun = new Semaphore(0);
  private final CountDownLatch go = new CountDownLatch(1);
  private final TestEngine test = new TestEngine(Map.of("slow", this::slow));

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

  private static Plan plan(OnShutdown policy) {
    Plans plans = Plans.named("slow" + policy);
    plans.task(0, "other", "slow", List.of());
    Node.Task other = (Node.Task) plans.at(0, 0);
    plans.replace(
        0,
        0,
        new Node.Task(
            Head.of("task", List.of(), "test.yaml:1:1"),
            other.task(),
            Map.of(),
            RetryPolicy.NONE,
            Timeouts.NONE,
            "default",
            0,
            new TaskPolicy(
                null,
                List.of(),
                FlowControl.NONE,
                Isolation.NONE,
                List.of(),
                null,
                policy,
                null,
                null,
                null,
                Map.of(),
                "")));
    return plans.plan();
  }

  private Engine.Worker worker() {
    return test.engine()
        .startWorker(
            new WorkerSettings(
                "ends",
                List.of("default"),
                16,
                Path.of("unused"),
                Duration.ofSeconds(10),
                Duration.ofMillis(200)));
  }

  private RunId begun(OnShutdown policy) throws InterruptedException {
    RunId run = test.submit(plan(policy));
    assertThat(begun.tryAcquire(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    return run;
  }

  @Test
  void stopEndsTheStep() throws Exception {
    Engine.Worker worker = worker();
    RunId run = begun(OnShutdown.STOP);
    worker.close();
    RunView view = test.ended(run);
    assertThat(view.summary().state()).isEqualTo(RunState.FAILED);
    assertThat(view.steps().getFirst().error())
        .isEqualTo(new TaskError(TaskError.CANCELLED, "its worker was shut down"));
  }

  @Test
  void resubmitGivesTheTaskToAnotherWorker() throws Exception {
    Engine.Worker worker = worker();
    List<RunId> runs = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      runs.add(begun(OnShutdown.RESUBMIT));
    }
    worker.close();
    assertThat(test.database().count("select count(*) from jobc.lease")).isZero();
    assertThat(test.database().count(GIVEN_BACK)).isEqualTo(8);
    go.countDown();
    worker();
    for (RunId run : runs) {
      RunView view = test.ended(run);
      assertThat(view.summary().state()).isEqualTo(RunState.SUCCEEDED);
    }
  }

  @Test
  void continueIsWaitedForAndNothingElseIsBegun() throws Exception {
    Engine.Worker worker = worker();
    RunId run = begun(OnShutdown.CONTINUE);
    RunId given = begun(OnShutdown.RESUBMIT);
    Thread closing = Thread.ofVirtual().start(worker::close);
    // What is not waited for is given back first.
    long until = System.nanoTime() + Await.PATIENCE.toNanos();
    while (test.database().count(GIVEN_BACK) == 0) {
      assertThat(System.nanoTime()).isLessThan(until);
      assertThat(closing.join(Duration.ofMillis(20))).isFalse();
    }
    RunId later = test.submit(Plans.chain(1));
    assertThat(closing.join(Duration.ofMillis(1_500))).as("the worker has ended").isFalse();
    assertThat(test.engine().run(run).orElseThrow().steps().getFirst().state())
        .isEqualTo(StepState.RUNNING);
    go.countDown();
    assertThat(closing.join(Duration.ofSeconds(30))).isTrue();
    RunView view = test.ended(run);
    assertThat(view.summary().state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(view.steps().getFirst().attempts()).isEqualTo(1);
    assertThat(test.engine().run(later).orElseThrow().summary().state())
        .isEqualTo(RunState.RUNNING);
    test.engine().cancel(List.of(later, given));
  }
}
