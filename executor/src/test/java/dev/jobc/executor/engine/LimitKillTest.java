package dev.jobc.executor.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.executor.RunId;
import dev.jobc.executor.RunState;
import dev.jobc.executor.WorkerSettings;
import dev.jobc.executor.faults.WorkerProcess;
import dev.jobc.executor.testing.Await;
import dev.jobc.executor.testing.Plans;
import dev.jobc.executor.testing.TestDatabase;
import dev.jobc.plan.FlowControl;
import dev.jobc.plan.FlowControl.Concurrency.OnLimit;
import dev.jobc.plan.Plan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Holders of limits that are killed. */
class LimitKillTest {
  private static final int RUNS = 24;

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
        Await.until(
            () -> database.count("select count(*) from jobc.attempt where outcome = 1") > 5);
        Await.until(
            () -> database.count("select count(*) from jobc.permit where begun_at <= now()") == 2);
        doomed.destroyForcibly().waitFor();
        long held = database.count("select count(*) from jobc.permit");
        assertThat(held).isBetween(1L, 2L);
        test.engine().startWorker(heir("heir"));
        test.engine().startWorker(heir("second"));
        for (RunId run : runs) {
          assertThat(test.ended(run).summary().state()).isEqualTo(RunState.SUCCEEDED);
        }
        // How many were left for the heirs, and met each other, is chance.
        assertThat(crowd.most("all")).isLessThanOrEqualTo(2);
        assertThat(overlapping(database)).isLessThanOrEqualTo(2);
        assertThat(database.query("select * from jobc.permit")).isEmpty();
        assertThat(database.query("select * from jobc.held_back")).isEmpty();
      } finally {
        doomed.destroyForcibly().waitFor();
      }
    }
  }

  @Test
  void runsOfAKilledWorkerKeepTheirSlotsUntilTheyHaveEnded() throws Exception {
    Crowd crowd = new Crowd(10);
    try (TestEngine test = new TestEngine(Map.of("work", crowd.task("all")))) {
      TestDatabase database = test.database();
      Process doomed = WorkerProcess.start(database);
      try {
        Plan plan =
            LimitedPlans.ofRuns(Plans.chain(3), LimitedPlans.concurrency(2, OnLimit.QUEUE, null));
        List<RunId> runs = new ArrayList<>();
        for (int i = 0; i < RUNS; i++) {
          runs.add(test.submit(plan));
        }
        Await.until(() -> database.count("select count(*) from jobc.run where status = 1") > 3);
        Await.until(() -> database.count("select count(*) from jobc.lease") > 0);
        doomed.destroyForcibly().waitFor();
        assertThat(database.count("select count(*) from jobc.permit")).isEqualTo(2);
        // One of those that were under way is cancelled while nobody can stop it.
        long orphan =
            database.count(
                "select min(p.run_id) from jobc.permit p join jobc.lease l on p.run_id ="
                    + " any(l.run_ids)");
        test.engine().cancel(List.of(new RunId(orphan)));
        assertThat(database.count("select count(*) from jobc.permit")).isEqualTo(2);
        test.engine().startWorker(heir("heir"));
        test.engine().startWorker(heir("second"));
        for (RunId run : runs) {
          assertThat(test.ended(run).summary().state())
              .isEqualTo(run.value() == orphan ? RunState.CANCELLED : RunState.SUCCEEDED);
        }
        assertThat(runsOverlapping(database)).isEqualTo(2);
        // What was cancelled holds on until it is known that its worker is dead.
        Await.until(() -> database.count("select count(*) from jobc.permit") == 0);
        assertThat(database.query("select * from jobc.held_back")).isEmpty();
      } finally {
        doomed.destroyForcibly().waitFor();
      }
    }
  }

  @Test
  void startsOfAKilledWorkerGoOnToCount() throws Exception {
    Crowd crowd = new Crowd(1);
    try (TestEngine test = new TestEngine(Map.of("work", crowd.task("all")))) {
      TestDatabase database = test.database();
      database.execute(
          """
          create table public.starts (at timestamptz);
          create function public.note() returns trigger language plpgsql as
            'begin if new.win > 0 then insert into public.starts values (new.begun_at); end if; return null; end';
          create trigger note after update of begun_at on jobc.permit
            for each row execute function public.note();
          """);
      Process doomed = WorkerProcess.start(database);
      try {
        test.engine().queues().setPool("db", 2);
        FlowControl flow =
            new FlowControl(
                null,
                LimitedPlans.pool("db", 1).pool(),
                LimitedPlans.rate(3, 400, null).rateLimit());
        List<RunId> runs = new ArrayList<>();
        for (int i = 0; i < RUNS; i++) {
          runs.add(test.submit(LimitedPlans.plan("rated", flow)));
        }
        Await.until(() -> database.count("select count(*) from public.starts") > 6);
        doomed.destroyForcibly().waitFor();
        test.engine().startWorker(heir("heir"));
        test.engine().startWorker(heir("second"));
        for (RunId run : runs) {
          assertThat(test.ended(run).summary().state()).isEqualTo(RunState.SUCCEEDED);
        }
        assertThat(
                database.query(
                    """
                    select * from (
                      select at, lag(at, 3) over (order by at) before
                      from public.starts) s
                    where at - before < interval '400 milliseconds'\
                    """))
            .isEmpty();
        assertThat(overlapping(database)).isLessThanOrEqualTo(2);
        assertThat(database.query("select * from jobc.permit where ends_at is null")).isEmpty();
      } finally {
        doomed.destroyForcibly().waitFor();
      }
    }
  }

  /** The most runs between their first start and their last end, by what history says. */
  private static long runsOverlapping(TestDatabase database) {
    return database.count(
        """
        with r as (
          select run_id, min(started_at) began, max(finished_at) over_at
          from jobc.attempt where outcome = 1 group by run_id)
        select max(n) from (
          select count(*) n from r a join r b on b.began <= a.began and b.over_at > a.began
          group by a.run_id) s\
        """);
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
