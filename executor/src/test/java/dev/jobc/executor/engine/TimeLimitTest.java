package dev.jobc.executor.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.executor.Engine;
import dev.jobc.executor.RunState;
import dev.jobc.executor.RunView;
import dev.jobc.executor.StepState;
import dev.jobc.executor.WorkerSettings;
import dev.jobc.executor.testing.Await;
import dev.jobc.executor.testing.Plans;
import dev.jobc.executor.testing.TestDatabase;
import dev.jobc.json.Json;
import dev.jobc.plan.Head;
import dev.jobc.plan.Node;
import dev.jobc.plan.Plan;
import dev.jobc.plan.RetryPolicy;
import dev.jobc.plan.Timeouts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Limits of runs, of all attempts of a step, and of the wait for a worker. */
class TimeLimitTest {
  private static final long HOUR = 3_600_000;

  private final Semaphore interrupted = new Semaphore(0);
  private final TestEngine jobc =
      new TestEngine(
          Map.of(
              "work", call -> TestEngine.NOTHING,
              "hang", call -> TestEngine.hang(() -> {}, interrupted::release),
              "fail", call -> no()));
  private final TestDatabase database = jobc.database();
  private final Engine engine = jobc.engine();

  @BeforeEach
  void start() {
    engine.startWorker(EngineTest.settings("w", 4));
  }

  private static Json.Obj no() {
    throw new IllegalStateException("no");
  }

  @AfterEach
  void stop() {
    jobc.close();
  }

  private RunView run(Plan plan) throws InterruptedException {
    return jobc.run(plan);
  }

  private static Plan plan(String task, RetryPolicy retry, Timeouts limits, String queue) {
    Plans plans = Plans.named(task);
    plans.task(0, "first", "work", List.of());
    plans.task(0, "limited", Plans.spec(task), Map.of(), List.of(0), retry, limits);
    Node.Task node = (Node.Task) plans.at(0, 1);
    plans.replace(
        0,
        1,
        new Node.Task(
            Head.of("limited", List.of(0), "test.yaml:1:1"),
            node.task(),
            Map.of(),
            retry,
            limits,
            queue,
            0));
    plans.task(0, "after", "work", List.of(1));
    return plans.plan();
  }

  private static RetryPolicy retry(int attempts, long wait) {
    return Plans.retry(attempts, wait);
  }

  private static void assertTimedOut(RunView view, int attempts) {
    assertThat(view.summary().state()).isEqualTo(RunState.FAILED);
    RunView.Step limited = view.steps().get(1);
    assertThat(limited.state()).isEqualTo(StepState.FAILED);
    assertThat(limited.error().name()).as(limited.error().message()).isEqualTo("Timeout");
    assertThat(limited.attempts()).isEqualTo(attempts);
    assertThat(view.steps().get(2).state()).isEqualTo(StepState.SKIPPED);
  }

  @Test
  void aRunEndsWhenItsTimeIsOver() throws Exception {
    Plans plans = Plans.named("slow");
    plans.task(0, "long", "hang", List.of());
    plans.task(0, "after", "work", List.of(0));
    RunView view = run(Plans.limited(plans.plan(), 300));
    assertThat(view.summary().state()).isEqualTo(RunState.FAILED);
    assertThat(view.error().name()).isEqualTo("Timeout");
    assertThat(view.steps())
        .extracting(RunView.Step::state)
        .containsExactly(StepState.CANCELLED, StepState.CANCELLED);
    assertThat(interrupted.tryAcquire(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aRunThatIsQuickerKeepsNothingOfItsLimit() throws Exception {
    RunView view = run(Plans.limited(Plans.chain(3), 400));
    assertThat(view.summary().state()).isEqualTo(RunState.SUCCEEDED);
    Await.until(() -> database.count("select count(*) from jobc.timer") == 0);
    assertThat(engine.run(view.summary().id()).orElseThrow().summary()).isEqualTo(view.summary());
  }

  @Test
  void allAttemptsTogetherAreCutOff() throws Exception {
    assertTimedOut(run(plan("hang", retry(5, 0), new Timeouts(0, 300, 0, 0), "default")), 1);
    assertThat(interrupted.availablePermits()).isEqualTo(1);
  }

  @Test
  void anAttemptThatCouldNotBeginInTimeIsNotWaitedFor() throws Exception {
    RunView view = run(plan("fail", retry(5, HOUR), new Timeouts(0, 60_000, 0, 0), "default"));
    assertTimedOut(view, 1);
    assertThat(view.steps().get(1).error().message()).contains("no time is left").contains("no");
  }

  @Test
  void theLimitOfOneAttemptLeavesTheOthers() throws Exception {
    assertTimedOut(run(plan("hang", retry(3, 0), new Timeouts(50, HOUR, 0, 0), "default")), 3);
  }

  @Test
  void workThatNoWorkerTakesFailsInTimeAndIsNeverStarted() throws Exception {
    RunView view = run(plan("hang", RetryPolicy.NONE, new Timeouts(0, 0, 200, 0), "nobody"));
    assertTimedOut(view, 1);
    serveQueueOfNobody();
  }

  @Test
  void theWaitOfEachAttemptIsLimited() throws Exception {
    RunView view = run(plan("hang", retry(2, 10), new Timeouts(0, 0, 200, 0), "nobody"));
    assertTimedOut(view, 2);
    serveQueueOfNobody();
  }

  @Test
  void theLimitOfAllAttemptsCountsTheWaitForAWorker() throws Exception {
    assertTimedOut(run(plan("hang", retry(9, 0), new Timeouts(0, 300, 0, 0), "nobody")), 1);
  }

  /** What was given up is in the job table still; a worker throws it away. */
  private void serveQueueOfNobody() throws InterruptedException {
    engine.startWorker(
        new WorkerSettings(
            "late",
            List.of("nobody"),
            4,
            Path.of("unused"),
            Duration.ofSeconds(10),
            Duration.ofSeconds(2)));
    Await.until(() -> database.count("select count(*) from jobc.ready") == 0);
    assertThat(interrupted.availablePermits()).isZero();
    assertThat(database.query("select outcome from jobc.attempt where started_at is not null"))
        .containsExactly("1");
  }
}
