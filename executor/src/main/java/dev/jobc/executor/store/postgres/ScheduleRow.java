package dev.jobc.executor.store.postgres;

import static dev.jobc.executor.store.postgres.schema.Tables.PROVENANCE;
import static dev.jobc.executor.store.postgres.schema.Tables.SCHEDULE;

import dev.jobc.executor.Schedules.Cause;
import dev.jobc.executor.schedule.Rule;
import dev.jobc.executor.store.StoredPlan;
import dev.jobc.plan.Provenance;
import dev.jobc.plan.Trigger;
import java.time.Instant;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.SelectFieldOrAsterisk;
import org.jooq.SelectOnConditionStep;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code schedule}, joined with that of {@code provenance}, with its plan.
 *
 * @param number which trigger of the plan it is
 * @param backfill null for a schedule itself
 */
record ScheduleRow(
    int id,
    String namespace,
    String name,
    String key,
    StoredPlan plan,
    @Nullable Provenance provenance,
    int number,
    Instant anchor,
    @Nullable Backfill backfill,
    Instant doneTo,
    Instant seenTo,
    boolean paused,
    Cause cause,
    List<Long> active,
    boolean held,
    @Nullable Long probe,
    @Nullable Instant due,
    @Nullable String waits) {

  /** What only backfills have; see the columns' comments. */
  record Backfill(int parent, Instant until, int maxActive, int reprocess) {}

  /** A row that is there. */
  static ScheduleRow find(DSLContext jooq, int id, PlanTable plans) {
    return of(select(jooq).where(SCHEDULE.SCHEDULE_ID.eq(id)).fetchSingle(), plans);
  }

  /** All that {@link #of} reads. */
  static SelectOnConditionStep<Record> select(DSLContext jooq, SelectFieldOrAsterisk... more) {
    return jooq.select(SCHEDULE.asterisk(), PROVENANCE.REPOSITORY, PROVENANCE.COMMIT_ID)
        .select(more)
        .from(SCHEDULE)
        .leftJoin(PROVENANCE)
        .on(PROVENANCE.PROVENANCE_ID.eq(SCHEDULE.PROVENANCE_ID));
  }

  static ScheduleRow of(Record row, PlanTable plans) {
    Integer parent = row.get(SCHEDULE.PARENT);
    return new ScheduleRow(
        row.get(SCHEDULE.SCHEDULE_ID),
        row.get(SCHEDULE.NAMESPACE),
        row.get(SCHEDULE.NAME),
        row.get(SCHEDULE.KEY),
        plans.plan(row.get(SCHEDULE.PLAN_ID)),
        Provenances.read(row),
        row.get(SCHEDULE.TRIGGER),
        row.get(SCHEDULE.ANCHOR_AT).toInstant(),
        parent == null
            ? null
            : new Backfill(
                parent,
                row.get(SCHEDULE.UNTIL_AT).toInstant(),
                row.get(SCHEDULE.MAX_ACTIVE),
                row.get(SCHEDULE.REPROCESS)),
        row.get(SCHEDULE.DONE_TO).toInstant(),
        row.get(SCHEDULE.SEEN_TO).toInstant(),
        row.get(SCHEDULE.PAUSED),
        Cause.values()[row.get(SCHEDULE.KIND)],
        List.of(row.get(SCHEDULE.ACTIVE)),
        row.get(SCHEDULE.HELD),
        row.get(SCHEDULE.PROBE),
        RunTable.instant(row.get(SCHEDULE.DUE_AT)),
        row.get(SCHEDULE.WAITS));
  }

  Trigger trigger() {
    return plan.shape().plan().triggers().get(number);
  }

  /** Null unless it fires at times. */
  @Nullable Rule rule() {
    Rule rule = Rule.of(trigger(), anchor, id);
    return rule == null || backfill == null
        ? rule
        : rule.backfill(backfill.until(), backfill.maxActive());
  }
}
