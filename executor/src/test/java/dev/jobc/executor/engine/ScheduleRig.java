package dev.jobc.executor.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.executor.RunId;
import dev.jobc.executor.Schedules.Reprocess;
import dev.jobc.executor.store.ScheduleStore;
import dev.jobc.executor.store.ScheduleStore.Kept;
import dev.jobc.executor.store.StoredPlan;
import dev.jobc.executor.store.postgres.PostgresStore;
import dev.jobc.executor.testing.Plans;
import dev.jobc.executor.testing.TestDatabase;
import dev.jobc.expr.PlanExpr;
import dev.jobc.plan.Plan;
import dev.jobc.plan.Trigger;
import dev.jobc.plan.Trigger.Recurrence;
import dev.jobc.plan.Trigger.Recurrence.Catchup;
import dev.jobc.plan.Trigger.Recurrence.Overlap;
import dev.jobc.plan.Trigger.Recurrence.Semantics;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Schedules on a real server, at pretended times. */
final class ScheduleRig implements AutoCloseable {
  static final Instant T0 = Instant.parse("2026-11-22T00:00:00Z");

  final TestDatabase database = TestDatabase.create();
  final PostgresStore store = PostgresStore.open(database.settings(), InstantSource.system());
  final ScheduleStore schedules = store.schedules();

  static Recurrence recurrence(Catchup catchup, Overlap overlap, int maxActive) {
    return new Recurrence(catchup, overlap, 0, false, false, maxActive, null, null, Semantics.FIRE);
  }

  static Trigger hourly(Recurrence recurrence, Map<String, PlanExpr> with) {
    return new Trigger.Schedule("0 * * * *", "UTC", recurrence, with, "x.yaml:3:3");
  }

  static Trigger hourly(Recurrence recurrence) {
    return hourly(recurrence, Map.of());
  }

  StoredPlan deployed(Plan plan) {
    StoredPlan stored = store.plans().keepPlan(plan, Map.of());
    schedules.deploy(stored, T0);
    return stored;
  }

  static Plans plans() {
    Plans plans = Plans.named("nightly");
    plans.task(0, "a", "work", List.of());
    return plans;
  }

  static Instant at(int hour) {
    return T0.plus(Duration.ofHours(hour));
  }

  /** Looks until nothing is due any more. */
  List<RunId> look(Instant now) {
    return look(schedules, now);
  }

  static List<RunId> look(ScheduleStore schedules, Instant now) {
    List<RunId> all = new ArrayList<>();
    for (ScheduleStore.Turned turned = schedules.turn(ScheduleDesk::run, now);
        turned != null;
        turned = schedules.turn(ScheduleDesk::run, now)) {
      all.addAll(turned.started());
    }
    return all;
  }

  Kept only() {
    assertThat(schedules.all()).hasSize(1);
    return schedules.all().getFirst();
  }

  /** Six hours around the beginning of the schedule, and all that follows at once. */
  void backfill(Kept schedule, Reprocess reprocess, int maxActive) {
    backfill(schedule, at(-1), at(5), reprocess, maxActive);
  }

  /** A part of the past, or the future, and all that follows at once. */
  void backfill(Kept schedule, Instant from, Instant to, Reprocess reprocess, int maxActive) {
    schedules.backfill(schedule, from, to, maxActive, reprocess);
    database.execute(
        "update jobc.schedule set due_at = '"
            + at(4)
            + "' where parent is not null and due_at is not null");
    look(at(4).plusSeconds(30));
  }

  @Override
  public void close() {
    store.close();
  }
}
