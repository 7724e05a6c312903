package dev.jobc.executor.store.postgres;

import static dev.jobc.executor.store.postgres.schema.Tables.EVENT;
import static dev.jobc.executor.store.postgres.schema.Tables.OCCASION;
import static dev.jobc.executor.store.postgres.schema.Tables.RUN;
import static dev.jobc.executor.store.postgres.schema.Tables.SCHEDULE;

import dev.jobc.executor.InvalidInputException;
import dev.jobc.executor.RunId;
import dev.jobc.executor.RunState;
import dev.jobc.executor.schedule.Firing;
import dev.jobc.executor.schedule.Verdict;
import dev.jobc.executor.store.ScheduleStore.Starter;
import dev.jobc.executor.store.ScheduleStore.Turned;
import dev.jobc.json.JsonText;
import dev.jobc.plan.Trigger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/**
 * Deals with ends of runs, or events, that one schedule waits for, in one transaction that holds
 * the row of the schedule: nobody else deals with them, and none gets two runs.
 */
final class OccasionTurn {
  /** So many in one transaction. */
  private static final int MOST = 100;

  /** The schedule whose oldest one has waited longest. */
  private static final String NEXT =
      """
      select s.schedule_id
      from jobc.schedule s, lateral (
        select o.occasion_id from jobc.occasion o
        where o.schedule_id = s.schedule_id and o.waits order by o.occasion_id limit 1) o
      where s.kind in (1, 2) and not s.paused
      order by o.occasion_id limit 1 for update of s skip locked\
      """;

  private final Connection connection;
  private final DSLContext jooq;
  private final PlanTable plans;
  private final TriggeredRuns runs;
  private final Instant now;

  private OccasionTurn(Connection connection, PlanTable plans, TriggeredRuns runs, Instant now) {
    this.connection = connection;
    this.jooq = Database.jooq(connection);
    this.plans = plans;
    this.runs = runs;
    this.now = now;
  }

  /** What was done, null when nothing waits. */
  static @Nullable Turned take(
      Connection connection, PlanTable plans, RunCreator creator, Starter starter, Instant now)
      throws SQLException {
    Integer schedule = next(connection);
    if (schedule == null) {
      return null;
    }
    TriggeredRuns runs = new TriggeredRuns(connection, creator, starter, now);
    new OccasionTurn(connection, plans, runs, now).look(schedule);
    runs.settle();
    return new Turned(runs.started(), List.of());
  }

  private static @Nullable Integer next(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(NEXT);
        ResultSet rs = statement.executeQuery()) {
      return rs.next() ? rs.getInt(1) : null;
    }
  }

  /** One that waits. */
  private record Waiting(long occasion, @Nullable End end, @Nullable Sent sent) {}

  /** A run that has ended. */
  private record End(RunId run, RunState state, int plan, Instant at) {}

  private record Sent(byte[] body, Instant at) {}

  private void look(int id) throws SQLException {
    ScheduleRow schedule = ScheduleRow.find(jooq, id, plans);
    List<Long> active = ScheduleTurn.stillActive(jooq, schedule);
    for (Waiting one : waiting(id)) {
      RunId started = null;
      if (one.end() != null) {
        started = start(schedule, one.end());
      } else if (one.sent() != null) {
        started = start(schedule, one.sent());
      }
      if (started != null) {
        active.add(started.value());
      }
      jooq.update(OCCASION)
          .set(OCCASION.WAITS, false)
          .set(OCCASION.STARTED, started == null ? null : started.value())
          .where(OCCASION.OCCASION_ID.eq(one.occasion()))
          .execute();
    }
    jooq.update(SCHEDULE)
        .set(SCHEDULE.ACTIVE, active.toArray(Long[]::new))
        .where(SCHEDULE.SCHEDULE_ID.eq(id))
        .execute();
  }

  private List<Waiting> waiting(int schedule) {
    return jooq.select(
            OCCASION.OCCASION_ID,
            RUN.RUN_ID,
            RUN.STATUS,
            RUN.PLAN_ID,
            RUN.FINISHED_AT,
            EVENT.BODY,
            EVENT.SENT_AT)
        .from(OCCASION)
        .leftJoin(RUN)
        .on(RUN.RUN_ID.eq(OCCASION.RUN_ID))
        .leftJoin(EVENT)
        .on(EVENT.EVENT_ID.eq(OCCASION.EVENT_ID))
        .where(OCCASION.SCHEDULE_ID.eq(schedule).and(OCCASION.WAITS))
        .orderBy(OCCASION.OCCASION_ID)
        .limit(MOST)
        .fetch(row -> new Waiting(row.get(OCCASION.OCCASION_ID), end(row), sent(row)));
  }

  private static @Nullable End end(Record row) {
    Long run = row.get(RUN.RUN_ID);
    return run == null
        ? null
        : new End(
            new RunId(run),
            RunRow.state(row.get(RUN.STATUS)),
            row.get(RUN.PLAN_ID),
            row.get(RUN.FINISHED_AT).toInstant());
  }

  private static @Nullable Sent sent(Record row) {
    byte[] body = row.get(EVENT.BODY);
    return body == null ? null : new Sent(body, row.get(EVENT.SENT_AT).toInstant());
  }

  private @Nullable RunId start(ScheduleRow schedule, Sent sent) throws SQLException {
    Firing firing;
    try {
      firing = Firing.on((Trigger.Event) schedule.trigger(), JsonText.parse(sent.body()), now);
    } catch (InvalidInputException e) {
      runs.note(schedule.id(), sent.at(), sent.at(), Verdict.Reason.INPUTS, e.getMessage());
      return null;
    }
    return runs.start(schedule, firing, sent.at());
  }

  private @Nullable RunId start(ScheduleRow schedule, End end) throws SQLException {
    if (Occasions.fromItself(connection, end.run().value(), schedule.id())) {
      String detail = "run " + end.run() + " comes from a run that this schedule has started";
      runs.note(schedule.id(), end.at(), end.at(), Verdict.Reason.REFUSED, detail);
      return null;
    }
    Trigger.Completion trigger = (Trigger.Completion) schedule.trigger();
    var outputs = RunReader.outputs(jooq, end.run(), end.state(), plans.shape(end.plan()));
    return runs.start(
        schedule, Firing.after(trigger, end.run(), end.state(), outputs, now), end.at());
  }
}
