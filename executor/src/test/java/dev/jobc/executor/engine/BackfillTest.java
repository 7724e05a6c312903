package dev.jobc.executor.engine;

import static dev.jobc.executor.engine.ScheduleRig.at;
import static dev.jobc.executor.engine.ScheduleRig.hourly;
import static dev.jobc.executor.engine.ScheduleRig.plans;
import static dev.jobc.executor.engine.ScheduleRig.recurrence;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.executor.Schedules.Reprocess;
import dev.jobc.executor.store.ScheduleStore;
import dev.jobc.executor.store.ScheduleStore.Kept;
import dev.jobc.executor.testing.TestDatabase;
import dev.jobc.plan.Trigger;
import dev.jobc.plan.Trigger.Recurrence;
import dev.jobc.plan.Trigger.Recurrence.Catchup;
import dev.jobc.plan.Trigger.Recurrence.Overlap;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Backfills, on a real server, at pretended times. */
class BackfillTest {
  private final ScheduleRig rig = new ScheduleRig();
  private final TestDatabase database = rig.database;
  private final ScheduleStore schedules = rig.schedules;

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void aBackfillGivesTimesTheirRuns() {
    rig.deployed(plans().trigger(hourly(recurrence(Catchup.ALL, Overlap.ALLOW, 0))).plan());
    rig.look(at(4));
    assertThat(database.count("select count(*) from jobc.schedule_run")).isEqualTo(4);
    database.execute(
        "update jobc.run set status = case when run_id = (select run_id from"
            + " jobc.schedule_run where at = '"
            + at(2)
            + "') then 2 else 1 end");
    Kept schedule = rig.only();

    // Six hours, two of them before the schedule was deployed and one of them failed.
    rig.backfill(schedule, Reprocess.NONE, 2);
    assertThat(given()).containsExactly(at(-1), at(0));
    database.execute("update jobc.run set status = 1 where status = 0");

    rig.backfill(schedule, Reprocess.FAILED, 10);
    assertThat(given()).containsExactly(at(2));
    database.execute("update jobc.run set status = 1 where status = 0");

    rig.backfill(schedule, Reprocess.ALL, 4);
    assertThat(given()).containsExactly(at(-1), at(0), at(1), at(2));
    database.execute("update jobc.run set status = 1 where status = 0");
    rig.look(at(4).plusSeconds(60));
    assertThat(given()).containsExactly(at(-1), at(0), at(1), at(2), at(3), at(4));
  }

  /** The times of the newest backfill that got a run. */
  private List<Instant> given() {
    return database
        .query(
            "select extract(epoch from at)::bigint from jobc.schedule_run where schedule_id ="
                + " (select max(schedule_id) from jobc.schedule) order by at")
        .stream()
        .map(seconds -> Instant.ofEpochSecond(Long.parseLong(seconds)))
        .toList();
  }

  private static Trigger nightly() {
    Recurrence every = recurrence(Catchup.ALL, Overlap.ALLOW, 0);
    return new Trigger.Schedule("30 2 * * *", "Europe/Berlin", every, Map.of(), "x.yaml:3:3");
  }

  @Test
  void timesOfChangesOfTheClockGetOneRun() {
    rig.deployed(plans().trigger(nightly()).plan());
    Kept schedule = rig.only();

    rig.backfill(schedule, utc("2026-03-27T12:00"), utc("2026-03-30T12:00"), Reprocess.NONE, 9);
    // The clock leaps from 2 to 3.
    assertThat(given())
        .containsExactly(utc("2026-03-28T01:30"), utc("2026-03-29T01:00"), utc("2026-03-30T00:30"));

    rig.backfill(schedule, utc("2026-10-23T12:00"), utc("2026-10-26T12:00"), Reprocess.NONE, 9);
    // The clock shows half past two twice.
    assertThat(given())
        .containsExactly(utc("2026-10-24T00:30"), utc("2026-10-25T00:30"), utc("2026-10-26T01:30"));
  }

  private static Instant utc(String time) {
    return Instant.parse(time + ":00Z");
  }

  @Test
  void onlySoManyAreUnderWayAtOnceAndItGoesWithItsSchedule() {
    rig.deployed(plans().trigger(hourly(recurrence(Catchup.ALL, Overlap.ALLOW, 0))).plan());
    rig.backfill(rig.only(), at(-5), at(0), Reprocess.NONE, 2);
    assertThat(given()).containsExactly(at(-5), at(-4));
    assertThat(schedules.all().getLast().schedule().waits()).contains("under way: 2");

    database.execute("update jobc.run set status = 1 where status = 0");
    rig.look(at(4).plusSeconds(60));
    assertThat(given()).containsExactly(at(-5), at(-4), at(-3), at(-2));

    assertThat(schedules.undeploy("default", "nightly")).isEqualTo(1);
    assertThat(schedules.all()).isEmpty();
  }
}
