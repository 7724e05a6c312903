package dev.jobc.executor.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jobc.executor.Engine;
import dev.jobc.executor.EngineException;
import dev.jobc.executor.OpenQuestion;
import dev.jobc.executor.RunId;
import dev.jobc.executor.RunState;
import dev.jobc.executor.Submission;
import dev.jobc.executor.WorkerSettings;
import dev.jobc.executor.engine.Engines;
import dev.jobc.executor.inprocess.RegisteredRunner;
import dev.jobc.executor.testing.Await;
import dev.jobc.executor.testing.Invariants;
import dev.jobc.executor.testing.Plans;
import dev.jobc.executor.testing.TestDatabase;
import dev.jobc.json.Json;
import dev.jobc.plan.TaskPolicy.OnLost;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Processes that die, connections that break, workers that are declared lost while they live. */
class FaultTest {
  private static final Json.Obj NOTHING = Json.object().build();

  private TestDatabase database;
  private final List<AutoCloseable> toClose = new ArrayList<>();

  @BeforeEach
  void start() {
    database = TestDatabase.create();
  }

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable one : toClose.reversed()) {
      one.close();
    }
    Invariants.check(database);
  }

  private Engine engine(RegisteredRunner.Function function) {
    Engine engine =
        Engines.connect(
            database.settings(),
            InstantSource.system(),
            settings -> List.of(new RegisteredRunner(Map.of("work", function))));
    toClose.add(engine);
    return engine;
  }

  private static WorkerSettings settings(String name, int slots, Duration lease) {
    return new WorkerSettings(
        name, List.of("default"), slots, Path.of("unused"), lease, Duration.ofSeconds(1));
  }

  private static List<RunId> submit(Engine engine, dev.jobc.plan.Plan plan, int count) {
    String id = engine.storePlan(plan, Map.of());
    return engine.submitAll(Collections.nCopies(count, new Submission(id, NOTHING)));
  }

  private void awaitAll(Engine engine, List<RunId> runs) throws InterruptedException {
    for (RunId run : runs) {
      Await.until("run " + run + " ends", () -> ended(engine, run));
    }
  }

  private static boolean ended(Engine engine, RunId run) {
    try {
      return engine.awaitEnd(run, Duration.ofSeconds(1));
    } catch (EngineException e) {
      return false;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** -1 while the server does not answer. */
  private long successes() {
    try {
      return database.count("select count(*) from jobc.attempt where outcome = 1");
    } catch (IllegalStateException e) {
      return -1;
    }
  }

  @Test
  void twoEnginesShareThousandsOfTasksWithoutDoingOneTwice() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    RegisteredRunner.Function work =
        call -> {
          calls.incrementAndGet();
          return NOTHING;
        };
    Engine one = engine(work);
    Engine two = engine(work);
    one.startWorker(settings("one", 32, Duration.ofSeconds(10)));
    two.startWorker(settings("two", 32, Duration.ofSeconds(10)));
    List<RunId> runs = new ArrayList<>(submit(one, Plans.chain(5), 500));
    runs.addAll(submit(two, Plans.diamond(8), 300));
    awaitAll(one, runs);
    assertThat(calls).hasValue(5 * 500 + 10 * 300);
    assertThat(successes()).isEqualTo(5 * 500 + 10 * 300);
    assertThat(database.count("select count(distinct worker) from jobc.attempt")).isEqualTo(2);
  }

  @Test
  void anotherWorkerFinishesWhatAKilledProcessHeld() throws Exception {
    Engine engine = engine(call -> NOTHING);
    Process doomed = WorkerProcess.start(database);
    toClose.add(doomed::destroyForcibly);
    List<RunId> runs = submit(engine, Plans.chain(4), 50);
    Await.until("the doomed worker has begun", () -> successes() > 20);
    doomed.destroyForcibly().waitFor();
    assertThat(successes()).isLessThan(200);
    long killed = System.nanoTime();
    engine.startWorker(settings("heir", 8, Duration.ofSeconds(3)));
    awaitAll(engine, runs);
    assertThat(Duration.ofNanos(System.nanoTime() - killed)).isLessThan(Duration.ofSeconds(30));
    assertThat(successes()).isEqualTo(200);
    assertThat(database.query("select name, state from jobc.worker order by 1"))
        .containsExactly("doomed|2", "heir|0");
    assertThat(database.count("select count(*) from jobc.attempt where outcome = 5")).isPositive();
  }

  @Test
  void whatAKilledProcessHeldWaitsForSomebodyWhoReleasesIt() throws Exception {
    Engine engine = engine(call -> NOTHING);
    Process doomed = WorkerProcess.start(database);
    toClose.add(doomed::destroyForcibly);
    List<RunId> runs = submit(engine, Plans.onLost(Plans.chain(4), OnLost.HOLD), 50);
    Await.until("the doomed worker has begun", () -> successes() > 20);
    doomed.destroyForcibly().waitFor();
    engine.startWorker(settings("heir", 8, Duration.ofSeconds(3)));
    Await.until("what it had is held", () -> !engine.questions(Optional.empty()).isEmpty());
    List<OpenQuestion> held = engine.questions(Optional.empty());
    assertThat(held).extracting(OpenQuestion::kind).containsOnly(OpenQuestion.Kind.HELD);
    List<RunId> free = new ArrayList<>(runs);
    free.removeAll(held.stream().map(OpenQuestion::run).toList());
    awaitAll(engine, free);
    assertThat(engine.questions(Optional.empty())).hasSameSizeAs(held);
    assertThat(successes()).isLessThan(200);
    held.forEach(one -> engine.release(one.run(), one.step(), true));
    awaitAll(engine, runs);
    assertThat(successes()).isEqualTo(200);
    assertThat(database.count("select count(*) from jobc.attempt where outcome = 12"))
        .isEqualTo(held.size());
    assertThat(
            database.count(
                "select count(*) from jobc.run_event where kind = 8 and worker = 0 and step >= 0"))
        .as("who looks at the history sees that somebody has released them")
        .isEqualTo(held.size());
    assertThatThrownBy(() -> engine.release(held.get(0).run(), held.get(0).step(), true))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("has ended already");
  }

  @Test
  void aWorkerDeclaredLostCancelsItsTasksAndItsLateResultIsRefused() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    AtomicInteger calls = new AtomicInteger();
    Engine engine =
        engine(
            call -> {
              if (calls.incrementAndGet() == 1) {
                begun.countDown();
                awaitIgnoringInterrupts(release);
              }
              return NOTHING;
            });
    engine.startWorker(settings("zombie", 2, Duration.ofSeconds(10)));
    RunId run = submit(engine, Plans.chain(1), 1).get(0);
    assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
    database.execute("update jobc.worker set state = 2, epoch = epoch + 1");
    assertThat(engine.awaitEnd(run, Await.PATIENCE)).isTrue();
    release.countDown();
    Await.until(
        "the late result is shown",
        () -> database.count("select count(*) from jobc.run_event where kind = 2") == 1);
    assertThat(engine.run(run).orElseThrow().summary().state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(database.query("select attempt, outcome from jobc.attempt order by 1"))
        .containsExactly("1|5", "2|1");
  }

  private static void awaitIgnoringInterrupts(CountDownLatch latch) {
    while (true) {
      try {
        latch.await();
        return;
      } catch (InterruptedException e) {
        // A task that does not listen.
      }
    }
  }

  @Test
  void losesNothingWhenEveryConnectionBreaksAgainAndAgain() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    Engine engine =
        engine(
            call -> {
              calls.incrementAndGet();
              return NOTHING;
            });
    engine.startWorker(settings("steadfast", 16, Duration.ofSeconds(10)));
    List<RunId> runs = submit(engine, Plans.chain(10), 400);
    long seen = 0;
    for (int cut = 0; cut < 6; cut++) {
      long before = seen;
      Await.until("work goes on", () -> successes() > before || successes() == 4_000);
      seen = successes();
      database.cutConnections("application_name = 'jobc worker'");
    }
    awaitAll(engine, runs);
    assertThat(successes()).isEqualTo(4_000);
    assertThat(database.query("select name, state from jobc.worker"))
        .containsExactly("steadfast|0");
  }

  @Test
  void aWorkerThatIsClosedGivesBackWhatItDoesNotFinish() throws Exception {
    CountDownLatch begun = new CountDownLatch(2);
    CountDownLatch never = new CountDownLatch(1);
    Engine one =
        engine(
            call -> {
              begun.countDown();
              never.await();
              return NOTHING;
            });
    Engine.Worker leaving = one.startWorker(settings("leaving", 2, Duration.ofMinutes(10)));
    List<RunId> runs = submit(one, Plans.chain(1), 6);
    assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
    leaving.close();
    assertThat(database.query("select state from jobc.worker")).containsExactly("1");
    assertThat(database.count("select count(*) from jobc.ready")).isEqualTo(6);
    assertThat(database.count("select count(*) from jobc.lease")).isZero();
    Engine two = engine(call -> NOTHING);
    two.startWorker(settings("staying", 2, Duration.ofMinutes(10)));
    awaitAll(two, runs);
    assertThat(successes()).isEqualTo(6);
  }

  @Test
  void aMapOfThousandsSurvivesBrokenConnections() throws Exception {
    Engine engine = engine(call -> NOTHING);
    engine.startWorker(settings("mapper", 64, Duration.ofSeconds(10)));
    Plans plans = Plans.named("wide");
    int body = plans.graph();
    List<Json> items = new ArrayList<>(Collections.nCopies(5_000, Json.of(1)));
    plans.map("each", List.of(), new dev.jobc.expr.PlanExpr.Const(Json.array(items)), body, 200);
    plans.task(body, "one", "work", List.of());
    plans.task(body, "two", "work", List.of(0));
    plans.task(0, "after", "work", List.of(0));
    List<RunId> runs = submit(engine, plans.plan(), 1);
    Await.until("items are under way", () -> successes() > 1_000);
    database.cutConnections("application_name = 'jobc worker'");
    awaitAll(engine, runs);
    assertThat(successes()).isEqualTo(10_001);
  }
}
