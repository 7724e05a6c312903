package dev.jobc.executor.engine;

import static dev.jobc.executor.engine.ScheduleRig.at;
import static dev.jobc.executor.engine.ScheduleRig.hourly;
import static dev.jobc.executor.engine.ScheduleRig.plans;
import static dev.jobc.executor.engine.ScheduleRig.recurrence;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jobc.executor.EngineException;
import dev.jobc.executor.RunId;
import dev.jobc.executor.store.ScheduleStore;
import dev.jobc.executor.store.StoredPlan;
import dev.jobc.executor.store.postgres.PostgresStore;
import dev.jobc.executor.testing.Plans;
import dev.jobc.executor.testing.TestDatabase;
import dev.jobc.expr.PlanExpr;
import dev.jobc.input.Constraints;
import dev.jobc.json.Json;
import dev.jobc.plan.Plan;
import dev.jobc.plan.Trigger;
import dev.jobc.plan.Trigger.Recurrence;
import dev.jobc.plan.Trigger.Recurrence.Catchup;
import dev.jobc.plan.Trigger.Recurrence.Overlap;
import dev.jobc.plan.Trigger.Recurrence.Semantics;
import dev.jobc.type.Type;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Times of schedules that get their runs, on a real server, at pretended times. */
class SchedulesTest {
  private final ScheduleRig rig = new ScheduleRig();
  private final TestDatabase database = rig.database;
  private final PostgresStore store = rig.store;
  private final ScheduleStore schedules = rig.schedules;

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void aTimeGetsOneRunHoweverManyLookAtOnce() throws Exception {
    for (int workflow = 0; workflow < 5; workflow++) {
      Plans plans = Plans.named("w" + workflow);
      plans.task(0, "a", "work", List.of());
      rig.deployed(plans.trigger(hourly(recurrence(Catchup.ALL, Overlap.ALLOW, 0))).plan());
    }
    int lookers = 4;
    CountDownLatch ready = new CountDownLatch(lookers);
    try (ExecutorService threads = Executors.newFixedThreadPool(lookers)) {
      List<Future<?>> looks = new ArrayList<>();
      for (int looker = 0; looker < lookers; looker++) {
        looks.add(
            threads.submit(
                () -> {
                  try (PostgresStore own =
                      PostgresStore.open(database.settings(), InstantSource.system())) {
                    ready.countDown();
                    ready.await();
                    for (int hour = 1; hour <= 40; hour++) {
                      ScheduleRig.look(own.schedules(), at(hour));
                    }
                  }
                  return null;
                }));
      }
      for (Future<?> look : looks) {
        look.get();
      }
    }

    assertThat(database.count("select count(*) from jobc.run")).isEqualTo(200);
    assertThat(
            database.query(
                "select schedule_id, count(*), count(distinct at) from jobc.schedule_run group by"
                    + " 1"))
        .hasSize(5)
        .allMatch(row -> row.endsWith("|40|40"));
  }

  @Test
  void aLookThatDiesHalfwayHasDoneNothing() {
    rig.deployed(plans().trigger(hourly(recurrence(Catchup.ALL, Overlap.ALLOW, 0))).plan());

    assertThatThrownBy(
            () ->
                schedules.turn(
                    (plan, firing) -> {
                      if (Json.of(at(3).toString()).equals(firing.facts().get("scheduledAt"))) {
                        database.cutConnections("true");
                      }
                      return ScheduleDesk.run(plan, firing);
                    },
                    at(5)))
        .isInstanceOf(EngineException.class);
    assertThat(database.count("select count(*) from jobc.run")).isZero();

    rig.look(at(5));
    assertThat(database.query("select count(*), count(distinct at) from jobc.schedule_run"))
        .containsExactly("5|5");
  }

  @Test
  void theRunIsToldWhatStartedIt() {
    Trigger trigger =
        new Trigger.Schedule(
            "0 2 * * *",
            "Europe/Berlin",
            new Recurrence(
                Catchup.NONE, Overlap.SKIP, 0, false, false, 0, null, null, Semantics.INTERVAL_END),
            Map.of("region", new PlanExpr.Const(Json.of("eu"))),
            "x.yaml:3:3");
    rig.deployed(
        plans()
            .input("region", Type.Simple.STRING, null)
            .input("day", Type.Simple.TIMESTAMP, new PlanExpr.RunFact("logicalDate"))
            .trigger(trigger)
            .plan());

    List<RunId> started = rig.look(Instant.parse("2026-11-22T01:00:00.5Z"));

    assertThat(started).hasSize(1);
    assertThat(database.query("select convert_from(input, 'UTF8') from jobc.run_input"))
        .containsExactly("{\"region\":\"eu\",\"day\":\"2026-11-21T01:00:00Z\"}");
    assertThat(database.query("select convert_from(facts, 'UTF8') from jobc.run_start"))
        .containsExactly(
            "{\"scheduledAt\":\"2026-11-22T01:00:00Z\",\"logicalDate\":\"2026-11-21T01:00:00Z\","
                + "\"interval\":{\"start\":\"2026-11-21T01:00:00Z\",\"end\":\"2026-11-22T01:00:00Z\"},"
                + "\"trigger\":{\"kind\":\"schedule\",\"firedAt\":\"2026-11-22T01:00:00.500Z\","
                + "\"scheduledAt\":\"2026-11-22T01:00:00Z\"}}");
  }

  @Test
  void inputsThatDoNotFitAreNotedAndHoldNothingUp() {
    Constraints small = new Constraints(null, null, Json.of(3L), null, null, List.of());
    rig.deployed(
        plans()
            .bounded("n", Type.Simple.INT, small)
            .trigger(
                hourly(
                    recurrence(Catchup.NONE, Overlap.ALLOW, 0),
                    Map.of("n", new PlanExpr.Const(Json.of(5L)))))
            .plan());

    assertThat(rig.look(at(1))).isEmpty();

    assertThat(schedules.passed(rig.only().schedule().id(), 5))
        .singleElement()
        .satisfies(
            passed -> {
              assertThat(passed.why()).isEqualTo("inputs");
              assertThat(passed.from()).isEqualTo(at(1));
              assertThat(passed.detail()).contains("input `n`");
            });
    assertThat(rig.only().schedule().next()).isEqualTo(at(2));
  }

  @Test
  void changesOfTheClockMakeNoTimeComeTwiceOrNever() {
    Recurrence every = recurrence(Catchup.NONE, Overlap.ALLOW, 0);
    Plan plan =
        plans()
            .trigger(
                new Trigger.Schedule("30 2 * * *", "Europe/Berlin", every, Map.of(), "x.yaml:3:3"))
            .trigger(
                new Trigger.Schedule("30 * * * *", "Europe/Berlin", every, Map.of(), "x.yaml:4:3"))
            .plan();
    StoredPlan stored = store.plans().keepPlan(plan, Map.of());
    schedules.deploy(stored, Instant.parse("2026-10-24T20:10:00Z"));
    for (int quarter = 0; quarter < 4 * 12; quarter++) {
      Instant now = Instant.parse("2026-10-24T20:15:00Z").plus(Duration.ofMinutes(15L * quarter));
      // Those that are due by the clock of the server, which is another.
      database.execute("update jobc.schedule set due_at = least(due_at, '" + now + "')");
      rig.look(now);
    }

    assertThat(times("schedule 30 2 * * * Europe/Berlin")).containsExactly("2026-10-25 00:30");
    assertThat(times("schedule 30 * * * * Europe/Berlin"))
        .contains("2026-10-25 00:30", "2026-10-25 01:30")
        .hasSize(12);
  }

  private List<String> times(String key) {
    return database.query(
        "select to_char(at at time zone 'UTC', 'YYYY-MM-DD HH24:MI') from jobc.schedule_run"
            + " join jobc.schedule using (schedule_id) where key = '"
            + key
            + "' order by at");
  }
}
