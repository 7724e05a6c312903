package dev.jobc.executor.store.postgres;

import static dev.jobc.executor.store.postgres.schema.Tables.RUN;
import static dev.jobc.executor.store.postgres.schema.Tables.SCHEDULE;
import static dev.jobc.executor.store.postgres.schema.Tables.SCHEDULE_RUN;

import dev.jobc.executor.RunId;
import dev.jobc.executor.RunState;
import dev.jobc.executor.Schedules.Cause;
import dev.jobc.executor.Schedules.Reprocess;
import dev.jobc.executor.schedule.Firing;
import dev.jobc.executor.schedule.Rule;
import dev.jobc.executor.schedule.Turn;
import dev.jobc.executor.schedule.Verdict;
import dev.jobc.executor.store.ScheduleStore.Starter;
import dev.jobc.executor.store.ScheduleStore.Turned;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * One look at a schedule, inside the transaction that has locked it.
 *
 * <ol>
 *   <li>Runs, the times they belong to and how far the schedule has come are one transaction: a
 *       process that dies in it has started nothing.
 *   <li>Two processes never look at one schedule at once: the second skips what is locked.
 * </ol>
 */
final class ScheduleTurn {
  private final Connection connection;
  private final DSLContext jooq;
  private final ScheduleRow row;
  private final Rule rule;
  private final Instant now;
  private final List<Long> active = new ArrayList<>();

  private ScheduleTurn(Connection connection, ScheduleRow row, Instant now) {
    this.connection = connection;
    this.jooq = Database.jooq(connection);
    this.row = row;
    this.rule = Objects.requireNonNull(row.rule(), "a schedule that is due fires at times");
    this.now = now;
  }

  /** What was done, null when no schedule is due. */
  static @Nullable Turned take(
      Connection connection,
      PlanTable plans,
      RunCreator runs,
      Canceller canceller,
      Starter starter,
      Instant now)
      throws SQLException {
    var found =
        ScheduleRow.select(Database.jooq(connection))
            .where(SCHEDULE.DUE_AT.le(ScheduleTable.utc(now)))
            .and(SCHEDULE.PAUSED.isFalse())
            .orderBy(SCHEDULE.DUE_AT)
            .limit(1)
            .forUpdate()
            .of(SCHEDULE)
            .skipLocked()
            .fetchOne();
    if (found == null) {
      return null;
    }
    ScheduleRow row = ScheduleRow.of(found, plans);
    TriggeredRuns triggered = new TriggeredRuns(connection, runs, starter, now);
    return row.cause() == Cause.CONDITION
        ? new ConditionTurn(connection, plans, row, triggered, now).look()
        : new ScheduleTurn(connection, row, now).look(triggered, canceller);
  }

  private Turned look(TriggeredRuns runs, Canceller canceller) throws SQLException {
    active.addAll(stillActive(jooq, row));
    Turn.Outcome outcome =
        Turn.take(
            rule,
            new Turn.Standing(now, row.doneTo(), row.seenTo(), active.size(), newest(), served()));
    List<Long> cancelled = new ArrayList<>();
    for (Verdict verdict : outcome.verdicts()) {
      switch (verdict) {
        case Verdict.Start start -> start(start.time(), runs);
        case Verdict.Cancel cancel -> cancelled.add(active.removeFirst());
        case Verdict.Pass pass -> runs.note(row.id(), pass.from(), pass.to(), pass.reason(), null);
      }
    }
    if (!cancelled.isEmpty()) {
      canceller.cancel(connection, cancelled.stream().mapToLong(Long::longValue).toArray());
    }
    keep(outcome);
    runs.settle();
    return new Turned(runs.started(), cancelled.stream().map(RunId::new).toList());
  }

  /** Of the runs that were under way those that still are. */
  static List<Long> stillActive(DSLContext jooq, ScheduleRow row) {
    return row.active().isEmpty()
        ? new ArrayList<>()
        : new ArrayList<>(
            jooq.select(RUN.RUN_ID)
                .from(RUN)
                .where(RUN.RUN_ID.in(row.active()))
                .and(RUN.STATUS.eq(RunRow.code(RunState.RUNNING)))
                .orderBy(RUN.RUN_ID)
                .fetch(found -> found.value1()));
  }

  private @Nullable RunState newest() {
    return jooq.select(RUN.STATUS)
        .from(SCHEDULE_RUN)
        .leftJoin(RUN)
        .on(RUN.RUN_ID.eq(SCHEDULE_RUN.RUN_ID))
        .where(SCHEDULE_RUN.SCHEDULE_ID.eq(row.id()))
        .orderBy(SCHEDULE_RUN.AT.desc())
        .limit(1)
        // A run that is kept no more has ended long ago.
        .fetchOptional(
            found -> found.value1() == null ? RunState.SUCCEEDED : RunRow.state(found.value1()))
        .orElse(null);
  }

  /** The times that a backfill gives no other run; a schedule gives each its one. */
  private Set<Instant> served() {
    ScheduleRow.Backfill backfill = row.backfill();
    if (backfill == null || backfill.reprocess() == Reprocess.ALL.ordinal()) {
      return Set.of();
    }
    int parent = backfill.parent();
    boolean failedToo = backfill.reprocess() == Reprocess.FAILED.ordinal();
    Map<Instant, Boolean> served = new HashMap<>();
    jooq.select(SCHEDULE_RUN.AT, RUN.STATUS)
        .from(SCHEDULE_RUN)
        .join(SCHEDULE)
        .on(SCHEDULE.SCHEDULE_ID.eq(SCHEDULE_RUN.SCHEDULE_ID))
        .leftJoin(RUN)
        .on(RUN.RUN_ID.eq(SCHEDULE_RUN.RUN_ID))
        .where(SCHEDULE.SCHEDULE_ID.eq(parent).or(SCHEDULE.PARENT.eq(parent)))
        .and(SCHEDULE_RUN.AT.gt(ScheduleTable.utc(row.doneTo())))
        .and(SCHEDULE_RUN.AT.lt(ScheduleTable.utc(backfill.until())))
        .orderBy(SCHEDULE_RUN.RUN_ID)
        // The newest run of a time decides.
        .forEach(
            found -> served.put(found.value1().toInstant(), !failedToo || !failed(found.value2())));
    served.values().removeIf(enough -> !enough);
    return served.keySet();
  }

  private static boolean failed(@Nullable Short status) {
    RunState state = status == null ? RunState.SUCCEEDED : RunRow.state(status);
    return state == RunState.FAILED || state == RunState.CANCELLED;
  }

  private void start(Instant time, TriggeredRuns runs) throws SQLException {
    RunId id = runs.start(row, Firing.at(row.trigger(), rule, time, now), time);
    if (id != null) {
      active.add(id.value());
      jooq.insertInto(SCHEDULE_RUN)
          .set(SCHEDULE_RUN.SCHEDULE_ID, row.id())
          .set(SCHEDULE_RUN.AT, ScheduleTable.utc(time))
          .set(SCHEDULE_RUN.RUN_ID, id.value())
          .execute();
    }
  }

  private void keep(Turn.Outcome outcome) {
    Instant due = outcome.due();
    jooq.update(SCHEDULE)
        .set(SCHEDULE.DONE_TO, ScheduleTable.utc(outcome.doneTo()))
        .set(SCHEDULE.SEEN_TO, ScheduleTable.utc(outcome.seenTo()))
        .set(SCHEDULE.DUE_AT, due == null ? null : ScheduleTable.utc(due))
        .set(SCHEDULE.ACTIVE, active.toArray(Long[]::new))
        .set(SCHEDULE.WAITS, outcome.waits())
        .where(SCHEDULE.SCHEDULE_ID.eq(row.id()))
        .execute();
  }
}
