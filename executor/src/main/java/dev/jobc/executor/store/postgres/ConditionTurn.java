package dev.jobc.executor.store.postgres;

import static dev.jobc.executor.store.postgres.schema.Tables.ATTEMPT;
import static dev.jobc.executor.store.postgres.schema.Tables.RUN;
import static dev.jobc.executor.store.postgres.schema.Tables.SCHEDULE;
import static dev.jobc.executor.store.postgres.schema.Tables.SCHEDULE_RUN;

import dev.jobc.executor.RunId;
import dev.jobc.executor.RunState;
import dev.jobc.executor.TaskError;
import dev.jobc.executor.schedule.Conditions;
import dev.jobc.executor.schedule.Firing;
import dev.jobc.executor.store.NewRun;
import dev.jobc.executor.store.ScheduleStore.Turned;
import dev.jobc.executor.store.StoredPlan;
import dev.jobc.expr.EvaluationException;
import dev.jobc.expr.PlanExpr;
import dev.jobc.json.JsonText;
import dev.jobc.plan.Plan;
import dev.jobc.plan.Trigger;
import dev.jobc.plan.Trigger.Probe;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * One look at a condition, inside the transaction that has locked its schedule: it is asked, what a
 * program has answered is read, and a run is started when it holds and did not before.
 */
final class ConditionTurn {
  /** How soon to look whether a program has ended. */
  private static final Duration SOON = Duration.ofMillis(500);

  private static final byte[] NO_INPUTS = {'{', '}'};

  private final Connection connection;
  private final DSLContext jooq;
  private final PlanTable plans;
  private final ScheduleRow row;
  private final Trigger.Condition trigger;
  private final TriggeredRuns runs;
  private final Instant now;

  ConditionTurn(
      Connection connection, PlanTable plans, ScheduleRow row, TriggeredRuns runs, Instant now) {
    this.connection = connection;
    this.jooq = Database.jooq(connection);
    this.plans = plans;
    this.row = row;
    this.trigger = (Trigger.Condition) row.trigger();
    this.runs = runs;
    this.now = now;
  }

  Turned look() throws SQLException {
    switch (trigger.that()) {
      case Probe.Holds(PlanExpr that) -> ask(that);
      case Probe.Program(int task) -> ask(task);
    }
    runs.settle();
    return new Turned(runs.started(), List.of());
  }

  private void ask(PlanExpr that) throws SQLException {
    Plan plan = row.plan().shape().plan();
    try {
      answered(Conditions.holds(plan, that, now));
    } catch (EvaluationException e) {
      keep(row.held(), null, next(), "its condition failed: " + e.getMessage());
    }
  }

  private void ask(int task) throws SQLException {
    Long probe = row.probe();
    RunState state = probe == null ? null : state(probe);
    if (state == RunState.RUNNING) {
      keep(row.held(), probe, now.plus(SOON), row.waits());
    } else if (probe == null || state == null) {
      Plan plan = Conditions.probe(row.plan().shape().plan(), trigger, task);
      StoredPlan stored = plans.keepUnnamed(connection, plan);
      RunId run = runs.probe(new NewRun(stored.number(), NO_INPUTS, ""));
      keep(row.held(), run.value(), now.plus(SOON), row.waits());
    } else {
      TaskError error = state == RunState.SUCCEEDED ? null : error(probe);
      Cleaner.removeWhole(connection, List.of(probe));
      if (error == null) {
        answered(state == RunState.SUCCEEDED);
      } else {
        String message = error.name() + ": " + error.message();
        keep(row.held(), null, next(), "its condition could not be asked: " + message);
      }
    }
  }

  /** Null when there is no such run any more. */
  private @Nullable RunState state(long run) {
    return jooq.select(RUN.STATUS)
        .from(RUN)
        .where(RUN.RUN_ID.eq(run))
        .fetchOptional(found -> RunRow.state(found.value1()))
        .orElse(null);
  }

  /** Why the program gave no answer; null when it gave one, by its exit code. */
  private @Nullable TaskError error(long run) {
    byte[] body =
        jooq.select(ATTEMPT.ERROR)
            .from(ATTEMPT)
            .where(ATTEMPT.RUN_ID.eq(run).and(ATTEMPT.ERROR.isNotNull()))
            .orderBy(ATTEMPT.ATTEMPT_.desc())
            .limit(1)
            .fetchOne(ATTEMPT.ERROR);
    if (body == null) {
      return new TaskError(TaskError.CANCELLED, "its run was cancelled");
    }
    TaskError error = TaskError.fromJson(JsonText.parse(body));
    return error.name().equals(TaskError.EXIT_CODE) ? null : error;
  }

  private void answered(boolean holds) throws SQLException {
    if (holds && !row.held()) {
      RunId started = runs.start(row, Firing.when(trigger, now), now);
      if (started != null) {
        jooq.insertInto(SCHEDULE_RUN)
            .set(SCHEDULE_RUN.SCHEDULE_ID, row.id())
            .set(SCHEDULE_RUN.AT, ScheduleTable.utc(now))
            .set(SCHEDULE_RUN.RUN_ID, started.value())
            .execute();
      }
    }
    keep(holds, null, next(), null);
  }

  private Instant next() {
    return now.plusMillis(trigger.every());
  }

  private void keep(boolean held, @Nullable Long probe, Instant due, @Nullable String waits) {
    List<Long> active = ScheduleTurn.stillActive(jooq, row);
    runs.started().forEach(run -> active.add(run.value()));
    jooq.update(SCHEDULE)
        .set(SCHEDULE.HELD, held)
        .set(SCHEDULE.PROBE, probe)
        .set(SCHEDULE.DUE_AT, ScheduleTable.utc(due))
        .set(SCHEDULE.WAITS, waits)
        .set(SCHEDULE.ACTIVE, active.toArray(Long[]::new))
        .where(SCHEDULE.SCHEDULE_ID.eq(row.id()))
        .execute();
  }
}
