package dev.jobc.executor.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jobc.executor.Begin;
import dev.jobc.executor.Engine;
import dev.jobc.executor.EngineException;
import dev.jobc.executor.RunFilter;
import dev.jobc.executor.RunId;
import dev.jobc.executor.RunState;
import dev.jobc.executor.RunSummary;
import dev.jobc.executor.RunView;
import dev.jobc.executor.Submission;
import dev.jobc.executor.inprocess.RegisteredRunner;
import dev.jobc.executor.testing.Await;
import dev.jobc.executor.testing.Plans;
import dev.jobc.plan.FlowControl.Concurrency.OnLimit;
import dev.jobc.plan.Plan;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Runs that are submitted to begin later, on a real server. */
class DelayTest {
  private static final Begin TOMORROW = new Begin.After(Duration.ofDays(1));

  /** When the run of a test is to begin. */
  private final CompletableFuture<Instant> due = new CompletableFuture<>();

  private final AtomicInteger early = new AtomicInteger();
  private final Map<String, RegisteredRunner.Function> tasks =
      Map.of(
          "work", call -> TestEngine.NOTHING,
          "hang", call -> TestEngine.hang(() -> {}, () -> {}),
          "look",
              call -> {
                String time = due.get(1, TimeUnit.MINUTES).toString();
                early.addAndGet((int) count("select (clock_timestamp() < '" + time + "')::int"));
                return TestEngine.NOTHING;
              });
  private TestEngine test;
  private Engine engine;

  @BeforeEach
  void start() {
    test = new TestEngine(tasks);
    engine = test.engine();
    engine.startWorker(EngineTest.settings("one", 8));
  }

  @AfterEach
  void stop() {
    test.close();
    assertThat(count("select count(*) from jobc.held_back")).isZero();
  }

  private long count(String query) {
    return test.database().count(query);
  }

  private static Plan one(String task) {
    Plans plans = Plans.named("later");
    plans.task(0, "a", task, List.of());
    return plans.plan();
  }

  private Submission submission(Plan plan, Begin begin) {
    return new Submission(engine.storePlan(plan, Map.of()), TestEngine.NOTHING).beginning(begin);
  }

  private RunId submit(Plan plan, Begin begin) {
    return engine.submit(submission(plan, begin));
  }

  /** The time of everything that waits for one has come. */
  private void hurry() {
    test.database().execute("update jobc.timer set due_at = clock_timestamp() where kind = 7");
  }

  private Instant now() {
    long millis = count("select (extract(epoch from clock_timestamp()) * 1000)::bigint");
    return Instant.ofEpochMilli(millis);
  }

  @Test
  void aRunBeginsWhenItsTimeComesAndNotBefore() throws Exception {
    RunId run = submit(one("look"), new Begin.After(Duration.ofMillis(1500)));
    RunSummary waiting = engine.run(run).orElseThrow().summary();
    assertThat(waiting.beginsAt()).isNotNull();
    due.complete(waiting.beginsAt());

    assertThat(test.ended(run).summary().state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(early).hasValue(0);
    assertThat(engine.run(run).orElseThrow().summary().beginsAt()).isNull();
    assertThat(count("select count(*) from jobc.delayed_run")).isZero();
  }

  @Test
  void aTimeIsThatOfTheDatabaseAndOneThatIsOverIsNow() throws Exception {
    Instant at = now().plusMillis(1200);
    due.complete(at);
    RunId run = submit(one("look"), new Begin.At(at));
    RunId past = submit(one("work"), new Begin.At(Instant.parse("2020-01-01T00:00:00Z")));

    assertThat(test.ended(past).summary().state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(test.ended(run).summary().state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(early).hasValue(0);
  }

  @Test
  void whoWaitsIsListedWithTheTimeAndCanBeCancelled() throws Exception {
    RunId run = submit(one("work"), TOMORROW);
    RunSummary listed = engine.runs(RunFilter.ALL, 5).getFirst();
    assertThat(listed.id()).isEqualTo(run);
    assertThat(listed.state()).isEqualTo(RunState.RUNNING);
    assertThat(listed.beginsAt()).isAfter(now().plus(Duration.ofHours(23)));
    assertThat(engine.run(run).orElseThrow().waits())
        .startsWith("waits for " + listed.beginsAt().toString().substring(0, 16));
    assertThat(count("select count(*) from jobc.ready")).isZero();

    assertThat(engine.cancel(List.of(run))).containsEntry(run, RunState.RUNNING);
    RunView ended = engine.run(run).orElseThrow();
    assertThat(ended.summary().state()).isEqualTo(RunState.CANCELLED);
    assertThat(ended.summary().beginsAt()).isNull();
    hurry();
    RunId next = submit(one("work"), null);
    test.ended(next);
    Await.until(() -> count("select count(*) from jobc.timer") == 0);
    assertThat(count("select count(*) from jobc.attempt where run_id = " + run.value())).isZero();
  }

  @Test
  void eachBeginsOnceHoweverManyLookAndConnectionsBreak() throws Exception {
    List<RunId> runs = new ArrayList<>();
    Plan wide = Plans.chain(70);
    try (Engine two = TestEngine.connect(test.database(), tasks);
        Engine three = TestEngine.connect(test.database(), tasks)) {
      two.startWorker(EngineTest.settings("two", 4));
      three.startWorker(EngineTest.settings("three", 4));
      for (int round = 0; round < 8; round++) {
        List<Submission> batch = new ArrayList<>();
        for (int i = 0; i < (round == 4 ? 70 : 10); i++) {
          Plan plan = i == 0 ? wide : i == 1 ? Plans.named("empty").plan() : one("work");
          batch.add(submission(plan, new Begin.After(Duration.ofMillis(i * 30L))));
        }
        runs.addAll(engine.submitAll(batch));
        test.database().cutConnections("application_name = 'jobc worker'");
      }
      for (RunId run : runs) {
        assertThat(test.ended(run).summary().state()).isEqualTo(RunState.SUCCEEDED);
      }
    }
    assertThat(count("select count(*) from jobc.delayed_run")).isZero();
    assertThat(count("select count(*) from jobc.run")).isEqualTo(runs.size());
  }

  @Test
  void limitsAreAskedWhenItIsTime() throws Exception {
    Plan plan = LimitedPlans.ofRuns(one("hang"), LimitedPlans.concurrency(1, OnLimit.QUEUE, null));
    RunId late = submit(plan, TOMORROW);
    RunId first = submit(plan, null);
    Await.until(() -> count("select count(*) from jobc.lease") > 0);
    assertThat(count("select count(*) from jobc.permit")).isEqualTo(1);
    assertThat(count("select count(*) from jobc.held_back")).isZero();

    hurry();
    Await.until(() -> count("select count(*) from jobc.held_back") == 1);
    assertThat(engine.run(late).orElseThrow().waits()).endsWith(": 1 of 1 slots taken");
    assertThat(engine.run(late).orElseThrow().summary().beginsAt()).isNull();
    engine.cancel(List.of(first));
    Await.until(
        () -> count("select count(*) from jobc.permit where run_id = " + late.value()) == 1);
    engine.cancel(List.of(late));
    test.ended(late);
    Await.until(() -> count("select count(*) from jobc.permit") == 0);
  }

  @Test
  void aLimitMayRefuseTheRunThen() throws Exception {
    Plan plan = LimitedPlans.ofRuns(one("hang"), LimitedPlans.concurrency(1, OnLimit.FAIL, null));
    RunId first = submit(plan, null);
    RunId late = submit(plan, TOMORROW);
    hurry();
    assertThat(test.ended(late).error().name()).isEqualTo("LimitReached");
    engine.cancel(List.of(first));
    test.ended(first);
  }

  @Test
  void theTimeOfARunCountsFromThere() throws Exception {
    RunId run = submit(Plans.limited(one("hang"), 100), TOMORROW);
    assertThat(test.database().query("select kind from jobc.timer")).containsExactly("7");
    hurry();
    assertThat(test.ended(run).error().name()).isEqualTo("Timeout");
  }

  @Test
  void timesThatCannotBeAreRefused() {
    Plan plan = one("work");
    List<Begin> bad =
        List.of(
            new Begin.After(Duration.ofSeconds(-1)),
            new Begin.After(Duration.ofDays(40_000)),
            new Begin.At(Instant.MAX));
    for (Begin begin : bad) {
      assertThatThrownBy(() -> submit(plan, begin)).isInstanceOf(EngineException.class);
    }
    assertThat(count("select count(*) from jobc.run")).isZero();
  }
}
