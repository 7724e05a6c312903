package dev.jobc.executor.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.executor.Engine;
import dev.jobc.executor.RunId;
import dev.jobc.executor.RunState;
import dev.jobc.executor.Submission;
import dev.jobc.executor.WorkerSettings;
import dev.jobc.executor.engine.Engines;
import dev.jobc.executor.inprocess.RegisteredRunner;
import dev.jobc.executor.runner.TaskCall;
import dev.jobc.executor.testing.Await;
import dev.jobc.executor.testing.Invariants;
import dev.jobc.executor.testing.Plans;
import dev.jobc.executor.testing.TestDatabase;
import dev.jobc.json.Json;
import dev.jobc.plan.Plan;
import dev.jobc.plan.Timeouts;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Wall clocks of workers that jump while they work; no two of them agree. */
class ClockTest {
  private static final Json.Obj NOTHING = Json.object().build();

  /** The time of day, and some more or less. */
  private static final class Jumping implements InstantSource {
    final AtomicReference<Duration> off = new AtomicReference<>(Duration.ZERO);

    @Override
    public Instant instant() {
      return Instant.now().plus(off.get());
    }
  }

  private static Json.Obj odd(TaskCall call) throws Exception {
    new CountDownLatch(1).await(5, TimeUnit.MILLISECONDS);
    if (call.facts().get("JOBC_ATTEMPT").equals("1")) {
      throw new RegisteredRunner.TaskFailure("Odd", "the first time");
    }
    return NOTHING;
  }

  private static Engine engine(TestDatabase database, InstantSource clock, String name) {
    Engine engine =
        Engines.connect(
            database.settings(),
            clock,
            settings -> List.of(new RegisteredRunner(Map.of("odd", ClockTest::odd))));
    engine.startWorker(
        new WorkerSettings(
            name,
            List.of("default"),
            8,
            Path.of("unused"),
            Duration.ofSeconds(3),
            Duration.ofSeconds(1)));
    return engine;
  }

  /** Steps that wait half a second before their second attempt, each with a minute for all. */
  private static Plan plan() {
    Plans plans = Plans.named("waits");
    for (int step = 0; step < 3; step++) {
      plans.task(
          0,
          "s" + step,
          Plans.spec("odd"),
          Map.of(),
          step == 0 ? List.of() : List.of(step - 1),
          Plans.retry(2, 500),
          new Timeouts(0, 60_000, 0, 0));
    }
    return Plans.limited(plans.plan(), 60_000);
  }

  @Test
  void nobodyIsLostNothingIsLateAndNothingWaitsForTheJump() throws Exception {
    TestDatabase database = TestDatabase.create();
    Jumping first = new Jumping();
    Jumping second = new Jumping();
    second.off.set(Duration.ofHours(-1));
    List<RunId> runs = new ArrayList<>();
    try (Engine one = engine(database, first, "one");
        Engine two = engine(database, second, "two")) {
      for (Duration jump : List.of(Duration.ofHours(1), Duration.ofHours(-1), Duration.ZERO)) {
        String plan = one.storePlan(plan(), Map.of());
        List<RunId> batch = one.submitAll(Collections.nCopies(30, new Submission(plan, NOTHING)));
        batch.forEach(runs::add);
        long done = runs.size() * 3L - 60;
        Await.until(
            "work goes on",
            () -> database.count("select count(*) from jobc.attempt where outcome = 1") > done);
        first.off.set(jump);
        second.off.set(jump.negated().plusMinutes(3));
      }
      Await.ends(one, runs);
      for (RunId run : runs) {
        assertThat(one.run(run).orElseThrow().summary().state()).isEqualTo(RunState.SUCCEEDED);
      }
      assertThat(database.query("select name, state from jobc.worker order by 1"))
          .containsExactly("one|0", "two|0");
    }
    assertThat(database.count("select count(*) from jobc.attempt where outcome = 1"))
        .isEqualTo(3L * runs.size());
    Invariants.check(database);
  }
}
