package dev.jobc.executor.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.executor.RunId;
import dev.jobc.executor.RunState;
import dev.jobc.executor.WorkerSettings;
import dev.jobc.executor.faults.WorkerProcess;
import dev.jobc.executor.testing.TestDatabase;
import dev.jobc.plan.FlowControl.Concurrency.OnLimit;
import dev.jobc.plan.Plan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** Holders of limits that are killed. */
class LimitKillTest {
  private static final int RUNS = 24;

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long until = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(until);
      new CountDownLatch(1).await(5, TimeUnit.MILLISECONDS);
    }
  }

  @Test
  void slotsOfAKilledWorkerAreNeitherTakenTwiceNorLost() throws Exception {
    Crowd crowd = new Crowd(10);
    try (TestEngine test = new TestEngine(Map.of("work", crowd.task("all")))) {
      TestDatabase database = test.database();
      Process doomed = WorkerProcess.start(database);
      try {
        Plan plan = LimitedPlans.plan("two", LimitedPlans.concurrency(2, OnLimit.QUEUE, null));
        List<RunId> runs = new ArrayList<>();
        for (int i = 0; i < RUNS; i++) {
          runs.add(test.submit(plan));
        }
        await(() -> database.count("select count(*) from jobc.attempt where outcome = 1") > 5);
        await(
            () -> database.count("select count(*) from jobc.permit where begun_at <= now()") == 2);
        doomed.destroyForcibly().waitFor();
        long held = database.count("select count(*) from jobc.permit");
        assertThat(held).isBetween(1L, 2L);
        test.engine().startWorker(heir("heir"));
        test.engine().startWorker(heir("second"));
        for (RunId run : runs) {
          assertThat(test.ended(run).summary().state()).isEqualTo(RunState.SUCCEEDED);
        }
        assertThat(crowd.most("all")).isEqualTo(2);
        assertThat(overlapping(database)).isLessThanOrEqualTo(2);
        assertThat(database.query("select * from jobc.permit")).isEmpty();
        assertThat(database.query("select * from jobc.held_back")).isEmpty();
      } finally {
        doomed.destroyForcibly().waitFor();
      }
    }
  }

  private static WorkerSettings heir(String name) {
    return new WorkerSettings(
        name,
        List.of("default"),
        4,
        Path.of("unused"),
        Duration.ofSeconds(3),
        Duration.ofSeconds(1));
  }

  /** The most attempts under way at one time, by what history says. */
  private static long overlapping(TestDatabase database) {
    return database.count(
        """
        select max(n) from (
          select count(*) n from jobc.attempt a join jobc.attempt b
            on b.started_at <= a.started_at and b.finished_at > a.started_at
          where a.outcome = 1 and b.outcome = 1 group by a.run_id) s\
        """);
  }
}
