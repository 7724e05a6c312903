package dev.jobc.executor.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.executor.Engine;
import dev.jobc.executor.RunId;
import dev.jobc.executor.RunState;
import dev.jobc.executor.RunView;
import dev.jobc.executor.StepState;
import dev.jobc.executor.Submission;
import dev.jobc.executor.store.Store;
import dev.jobc.executor.store.postgres.PostgresStore;
import dev.jobc.executor.testing.Await;
import dev.jobc.executor.testing.Invariants;
import dev.jobc.executor.testing.Plans;
import dev.jobc.executor.testing.TestDatabase;
import dev.jobc.json.Json;
import dev.jobc.plan.Plan;
import dev.jobc.plan.RetryPolicy;
import dev.jobc.plan.Timeouts;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Cancelling runs whose work waits, is deferred, or runs. */
class CancelTest {
  private static final Json.Obj NOTHING = Json.object().build();

  private final TestDatabase database = TestDatabase.create();
  private final Semaphore begun = new Semaphore(0);
  private final Semaphore interrupted = new Semaphore(0);
  private final CountDownLatch go = new CountDownLatch(1);
  private Engine engine;
  private Engine other;

  @BeforeEach
  void start() {
    engine = connect();
    other = connect();
  }

  private Engine connect() {
    return TestEngine.connect(
        database, Map.of("work", call -> NOTHING, "hang", call -> hang(), "fail", call -> fail()));
  }

  private Json.Obj hang() throws InterruptedException {
    begun.release();
    try {
      go.await();
      return NOTHING;
    } catch (InterruptedException e) {
      interrupted.release();
      throw e;
    }
  }

  private static Json.Obj fail() {
    throw new IllegalStateException("again, please");
  }

  @AfterEach
  void stop() {
    go.countDown();
    engine.close();
    other.close();
    Invariants.check(database);
  }

  private RunId submit(Plan plan) {
    return engine.submit(new Submission(engine.storePlan(plan, Map.of()), NOTHING));
  }

  private static Plan hanging() {
    Plans plans = Plans.named("hanging");
    plans.task(0, "long", "hang", List.of());
    plans.task(0, "after", "work", List.of(0));
    return plans.plan();
  }

  private List<String> outcomes() {
    return database.query("select outcome from jobc.attempt order by finished_at");
  }

  @Test
  void stopsWhatRunsAndStartsNothingMore() throws Exception {
    engine.startWorker(EngineTest.settings("w", 4));
    RunId run = submit(hanging());
    assertThat(begun.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
    assertThat(other.cancel(List.of(run))).isEqualTo(Map.of(run, RunState.RUNNING));
    assertThat(engine.awaitEnd(run, Await.PATIENCE)).isTrue();
    assertThat(interrupted.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
    RunView view = engine.run(run).orElseThrow();
    assertThat(view.summary().state()).isEqualTo(RunState.CANCELLED);
    assertThat(view.steps())
        .extracting(RunView.Step::state)
        .containsExactly(StepState.CANCELLED, StepState.CANCELLED);
    engine.close();
    assertThat(outcomes()).as("the attempt is in the history").containsExactly("9");
    assertThat(database.query("select kind from jobc.run_event")).containsExactly("3");
  }

  @Test
  void aWorkerFindsOutWithoutANotification() throws Exception {
    engine.startWorker(EngineTest.settings("w", 4));
    RunId run = submit(hanging());
    assertThat(begun.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
    try (Store silent = PostgresStore.open(database.settings(), InstantSource.system())) {
      silent.runs().cancel(List.of(run));
    }
    assertThat(interrupted.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
    engine.close();
    assertThat(outcomes()).containsExactly("9");
  }

  @Test
  void queuedRunsNeverStartAndTakeNoSlot() throws Exception {
    engine.startWorker(EngineTest.settings("w", 1));
    RunId first = submit(hanging());
    assertThat(begun.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
    String plan = engine.storePlan(hanging(), Map.of());
    List<RunId> queued =
        engine.submitAll(java.util.Collections.nCopies(50, new Submission(plan, NOTHING)));
    assertThat(engine.cancel(queued)).hasSize(50);
    RunId last = submit(Plans.chain(1));
    go.countDown();
    assertThat(engine.awaitEnd(last, Await.PATIENCE)).isTrue();
    // Its second step may come after the other run.
    assertThat(engine.awaitEnd(first, Await.PATIENCE)).isTrue();
    assertThat(begun.availablePermits()).isZero();
    assertThat(engine.cancel(queued).values()).containsOnly(RunState.CANCELLED);
    engine.runs(100).forEach(run -> assertThat(run.state().ended()).isTrue());
  }

  @Test
  void whatWaitsForARetryIsOverToo() throws Exception {
    RetryPolicy patient = Plans.retry(5, 3_600_000);
    Plans plans = Plans.named("patient");
    plans.task(0, "a", Plans.spec("fail"), Map.of(), List.of(), patient, Timeouts.NONE);
    engine.startWorker(EngineTest.settings("w", 4));
    RunId run = submit(plans.plan());
    Await.until(() -> database.count("select count(*) from jobc.deferred") > 0);
    engine.cancel(List.of(run));
    assertThat(engine.awaitEnd(run, Await.PATIENCE)).isTrue();
    assertThat(engine.run(run).orElseThrow().steps().get(0).state()).isEqualTo(StepState.CANCELLED);
    try (Store store = PostgresStore.open(database.settings(), InstantSource.system())) {
      store.upkeep().sweepHalted();
    }
    assertThat(database.count("select count(*) from jobc.deferred")).isZero();
    assertThat(database.count("select count(*) from jobc.halt")).isZero();
  }
}
