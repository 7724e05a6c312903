package dev.jobc.executor.store.postgres;

import static dev.jobc.executor.store.postgres.schema.Tables.SCHEDULE;

import dev.jobc.executor.schedule.Rule;
import dev.jobc.executor.store.StoredPlan;
import dev.jobc.plan.Provenance;
import dev.jobc.plan.Trigger;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jooq.Record;
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
    List<Long> active,
    @Nullable String waits) {

  /** What only backfills have; see the columns' comments. */
  record Backfill(int parent, Instant until, int maxActive, int reprocess) {}

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
        List.of(row.get(SCHEDULE.ACTIVE)),
        row.get(SCHEDULE.WAITS));
  }

  Trigger trigger() {
    return plan.shape().plan().triggers().get(number);
  }

  Rule rule() {
    Rule rule = rule(trigger(), anchor, id);
    return backfill == null ? rule : rule.backfill(backfill.until(), backfill.maxActive());
  }

  /** Of a trigger that is kept, and so fires at times. */
  static Rule rule(Trigger trigger, Instant anchor, int id) {
    return Objects.requireNonNull(Rule.of(trigger, anchor, id), "a trigger that fires at times");
  }
}
