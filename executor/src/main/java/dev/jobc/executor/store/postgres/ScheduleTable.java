package dev.jobc.executor.store.postgres;

import static dev.jobc.executor.store.postgres.schema.Tables.OCCASION;
import static dev.jobc.executor.store.postgres.schema.Tables.RUN;
import static dev.jobc.executor.store.postgres.schema.Tables.SCHEDULE;
import static dev.jobc.executor.store.postgres.schema.Tables.SCHEDULE_EVENT;
import static dev.jobc.executor.store.postgres.schema.Tables.SCHEDULE_RUN;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.min;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectCount;
import static org.jooq.impl.DSL.when;

import dev.jobc.executor.RunId;
import dev.jobc.executor.RunState;
import dev.jobc.executor.Schedules;
import dev.jobc.executor.schedule.Chains;
import dev.jobc.executor.schedule.Keys;
import dev.jobc.executor.schedule.Rule;
import dev.jobc.executor.store.ScheduleStore;
import dev.jobc.executor.store.StoredPlan;
import dev.jobc.json.Json;
import dev.jobc.json.JsonText;
import dev.jobc.plan.Plan;
import dev.jobc.plan.Provenance;
import dev.jobc.plan.Trigger;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;

/** Schedules in PostgreSQL. */
final class ScheduleTable implements ScheduleStore, AutoCloseable {
  /** The one clock that all processes share. */
  private static final Field<OffsetDateTime> CLOCK =
      field("clock_timestamp()", OffsetDateTime.class);

  private final Database database;
  private final PlanTable plans;
  private final RunCreator runs;
  private final Canceller canceller;

  /** Not of the pool: plans and queues are looked up through that in the middle of a turn. */
  private final Link link;

  ScheduleTable(Database database, PlanTable plans, RunCreator runs, Canceller canceller) {
    this.database = database;
    this.plans = plans;
    this.runs = runs;
    this.canceller = canceller;
    link = new Link(database);
  }

  @Override
  public @Nullable Turned turn(Starter starter, @Nullable Instant now) {
    synchronized (link) {
      try {
        return link.call(connection -> turn(connection, starter, now));
      } catch (RuntimeException e) {
        link.rollback();
        throw e;
      }
    }
  }

  /** One transaction for times and one for the rest: each asks limits at its end. */
  private @Nullable Turned turn(Connection connection, Starter starter, @Nullable Instant now)
      throws SQLException {
    connection.setAutoCommit(false);
    Instant time = time(Database.jooq(connection), now);
    Turned times = ScheduleTurn.take(connection, plans, runs, canceller, starter, time);
    connection.commit();
    Turned others = OccasionTurn.take(connection, plans, runs, starter, time);
    connection.commit();
    connection.setAutoCommit(true);
    if (times == null || others == null) {
      return times == null ? others : times;
    }
    return times.and(others);
  }

  @Override
  public long untilDue() {
    return database.ask(
        jooq -> {
          var row =
              jooq.select(min(SCHEDULE.DUE_AT), CLOCK)
                  .from(SCHEDULE)
                  .where(SCHEDULE.PAUSED.isFalse())
                  .fetchSingle();
          OffsetDateTime due = row.value1();
          return due == null
              ? -1
              : Math.max(
                  0, due.toInstant().toEpochMilli() - row.value2().toInstant().toEpochMilli());
        });
  }

  /** The time of the database, or the one that is pretended. */
  private static Instant time(DSLContext jooq, @Nullable Instant pretended) {
    return pretended != null ? pretended : jooq.select(CLOCK).fetchSingle().value1().toInstant();
  }

  @Override
  public void deploy(
      StoredPlan stored, @Nullable Provenance provenance, @Nullable Instant pretended) {
    Plan plan = stored.shape().plan();
    Map<String, Integer> keys = Keys.of(plan);
    Integer from = plans.provenances().numberOf(provenance);
    database.transaction(
        connection -> {
          DSLContext jooq = Database.jooq(connection);
          Instant now = time(jooq, pretended);
          // Two deployments of one workflow at once come one after the other.
          jooq.execute(
              "select pg_advisory_xact_lock(hashtextextended({0}, 0))",
              plan.namespace() + "/" + plan.name());
          jooq.deleteFrom(SCHEDULE)
              .where(SCHEDULE.NAMESPACE.eq(plan.namespace()).and(SCHEDULE.NAME.eq(plan.name())))
              .and(SCHEDULE.PARENT.isNull())
              .and(SCHEDULE.KEY.notIn(keys.keySet()))
              .execute();
          checkChains(jooq, plan);
          keys.forEach((key, trigger) -> keep(jooq, stored, from, key, trigger, now));
          return null;
        });
  }

  /** Deployments that could make a circle together come one after the other. */
  private static void checkChains(DSLContext jooq, Plan plan) {
    if (Chains.followed(plan).isEmpty()) {
      return;
    }
    jooq.execute("select pg_advisory_xact_lock(hashtextextended('chains', 0))");
    Map<String, List<String>> deployed =
        jooq.select(SCHEDULE.NAMESPACE.concat("/").concat(SCHEDULE.NAME), SCHEDULE.SUBJECT)
            .from(SCHEDULE)
            .where(SCHEDULE.KIND.eq(kind(Schedules.Cause.ENDS)))
            .fetchGroups(row -> row.value1(), row -> row.value2());
    Chains.check(plan, deployed);
  }

  private static void keep(
      DSLContext jooq,
      StoredPlan stored,
      @Nullable Integer provenance,
      String key,
      int number,
      Instant now) {
    Plan plan = stored.shape().plan();
    Trigger trigger = plan.triggers().get(number);
    Rule rule = Rule.of(trigger, now, 0);
    Instant start = rule == null ? null : rule.start();
    OffsetDateTime begin = utc(rule == null ? now : begin(rule, now));
    Schedules.Cause cause = Keys.cause(trigger);
    OffsetDateTime due = isLookedAt(cause) ? utc(now) : null;
    jooq.insertInto(SCHEDULE)
        .set(SCHEDULE.NAMESPACE, plan.namespace())
        .set(SCHEDULE.NAME, plan.name())
        .set(SCHEDULE.KEY, key)
        .set(SCHEDULE.KIND, kind(cause))
        .set(SCHEDULE.SUBJECT, subject(trigger))
        .set(SCHEDULE.STATES, states(trigger))
        .set(SCHEDULE.PLAN_ID, stored.number())
        .set(SCHEDULE.PROVENANCE_ID, provenance)
        .set(SCHEDULE.TRIGGER, number)
        .set(SCHEDULE.ANCHOR_AT, utc(start == null ? now : start))
        .set(SCHEDULE.DONE_TO, begin)
        .set(SCHEDULE.SEEN_TO, begin)
        .set(SCHEDULE.DUE_AT, due)
        .set(SCHEDULE.PAUSED, false)
        .set(SCHEDULE.ACTIVE, new Long[0])
        .set(SCHEDULE.HELD, false)
        .onConflict(SCHEDULE.NAMESPACE, SCHEDULE.NAME, SCHEDULE.KEY)
        .where(SCHEDULE.PARENT.isNull())
        .doUpdate()
        .set(SCHEDULE.PLAN_ID, stored.number())
        .set(SCHEDULE.PROVENANCE_ID, provenance)
        .set(SCHEDULE.TRIGGER, number)
        .set(SCHEDULE.DUE_AT, due)
        .execute();
  }

  static short kind(Schedules.Cause cause) {
    return (short) cause.ordinal();
  }

  private static @Nullable String subject(Trigger trigger) {
    if (trigger instanceof Trigger.Event event) {
      return event.topic();
    }
    return trigger instanceof Trigger.Completion completion ? completion.workflow() : null;
  }

  private static Short @Nullable [] states(Trigger trigger) {
    return trigger instanceof Trigger.Completion completion
        ? completion.states().stream()
            .map(state -> RunRow.code(RunState.valueOf(state.name())))
            .toArray(Short[]::new)
        : null;
  }

  /** A new schedule makes up for times before it only when its author says since when. */
  private static Instant begin(Rule rule, Instant now) {
    Instant start = rule.start();
    boolean makesUp = rule.recurrence().catchup() != Trigger.Recurrence.Catchup.NONE;
    return start != null && start.isBefore(now) && makesUp ? start.minusMillis(1) : now;
  }

  @Override
  public int send(String topic, Json body) {
    byte[] written = JsonText.writeBytes(body);
    return database.pooled(connection -> Occasions.send(connection, topic, written));
  }

  @Override
  public int undeploy(String namespace, String name) {
    return database.ask(
        jooq ->
            jooq.deleteFrom(SCHEDULE)
                .where(SCHEDULE.NAMESPACE.eq(namespace).and(SCHEDULE.NAME.eq(name)))
                .and(SCHEDULE.PARENT.isNull())
                .execute());
  }

  @Override
  public List<Kept> all() {
    Field<Long> newest =
        coalesce(
            field(
                select(SCHEDULE_RUN.RUN_ID)
                    .from(SCHEDULE_RUN)
                    .where(SCHEDULE_RUN.SCHEDULE_ID.eq(SCHEDULE.SCHEDULE_ID))
                    .orderBy(SCHEDULE_RUN.AT.desc())
                    .limit(1)),
            field(
                select(max(OCCASION.STARTED))
                    .from(OCCASION)
                    .where(OCCASION.SCHEDULE_ID.eq(SCHEDULE.SCHEDULE_ID))));
    Field<Integer> running =
        field(
            selectCount()
                .from(RUN)
                .where(RUN.RUN_ID.eq(any(SCHEDULE.ACTIVE)))
                .and(RUN.STATUS.eq(RunRow.code(RunState.RUNNING))));
    return database
        .ask(
            jooq ->
                ScheduleRow.select(jooq, newest.as("newest"), running.as("running"))
                    .orderBy(
                        SCHEDULE.NAMESPACE,
                        SCHEDULE.NAME,
                        coalesce(SCHEDULE.PARENT, SCHEDULE.SCHEDULE_ID),
                        SCHEDULE.SCHEDULE_ID)
                    .fetch())
        .map(
            row ->
                kept(
                    ScheduleRow.of(row, plans),
                    row.get("newest", Long.class),
                    row.get("running", Integer.class)));
  }

  private static Kept kept(ScheduleRow row, @Nullable Long newest, int running) {
    ScheduleRow.Backfill backfill = row.backfill();
    return new Kept(
        new Schedules.Schedule(
            row.id(),
            row.namespace() + "/" + row.name(),
            row.key(),
            row.cause(),
            row.trigger() instanceof Trigger.Schedule schedule ? schedule.timezone() : "UTC",
            backfill == null ? null : backfill.parent(),
            row.paused(),
            row.doneTo(),
            backfill == null ? null : backfill.until(),
            next(row),
            row.waits(),
            running,
            newest == null ? null : new RunId(newest)),
        row.plan(),
        row.provenance(),
        row.number(),
        row.anchor());
  }

  private static @Nullable Instant next(ScheduleRow row) {
    Rule rule = row.rule();
    return rule == null ? row.due() : rule.after(row.doneTo());
  }

  @Override
  public List<Schedules.Passed> passed(int id, int limit) {
    return database
        .ask(
            jooq ->
                jooq.selectFrom(SCHEDULE_EVENT)
                    .where(SCHEDULE_EVENT.SCHEDULE_ID.eq(id))
                    .orderBy(SCHEDULE_EVENT.NOTED_AT.desc(), SCHEDULE_EVENT.FROM_AT.desc())
                    .limit(limit)
                    .fetch())
        .map(
            row ->
                new Schedules.Passed(
                    row.get(SCHEDULE_EVENT.NOTED_AT).toInstant(),
                    row.get(SCHEDULE_EVENT.FROM_AT).toInstant(),
                    row.get(SCHEDULE_EVENT.TO_AT).toInstant(),
                    TriggeredRuns.word(row.get(SCHEDULE_EVENT.KIND)),
                    row.get(SCHEDULE_EVENT.DETAIL)));
  }

  @Override
  public boolean pause(int id, boolean paused) {
    return database.ask(
            jooq ->
                jooq.update(SCHEDULE)
                    .set(SCHEDULE.PAUSED, paused)
                    .set(SCHEDULE.DUE_AT, when(isLookedAt(), CLOCK))
                    .where(SCHEDULE.SCHEDULE_ID.eq(id))
                    .execute())
        == 1;
  }

  /** Whether it is looked at when it is due, and not when something comes. */
  private static boolean isLookedAt(Schedules.Cause cause) {
    return switch (cause) {
      case TIMES, CONDITION -> true;
      case ENDS, EVENTS -> false;
    };
  }

  private static Condition isLookedAt() {
    return SCHEDULE.KIND.in(
        Arrays.stream(Schedules.Cause.values())
            .filter(ScheduleTable::isLookedAt)
            .map(ScheduleTable::kind)
            .toList());
  }

  @Override
  public int backfill(
      Kept kept, Instant from, Instant to, int maxActive, Schedules.Reprocess reprocess) {
    Schedules.Schedule schedule = kept.schedule();
    String[] name = schedule.workflow().split("/", 2);
    return database.ask(
        jooq ->
            jooq.insertInto(SCHEDULE)
                .set(SCHEDULE.NAMESPACE, name[0])
                .set(SCHEDULE.NAME, name[1])
                .set(SCHEDULE.KEY, schedule.key())
                .set(SCHEDULE.KIND, kind(schedule.cause()))
                .set(SCHEDULE.PLAN_ID, kept.plan().number())
                .set(SCHEDULE.PROVENANCE_ID, plans.provenances().numberOf(kept.provenance()))
                .set(SCHEDULE.TRIGGER, kept.trigger())
                .set(SCHEDULE.PARENT, schedule.id())
                .set(SCHEDULE.ANCHOR_AT, utc(kept.anchor()))
                .set(SCHEDULE.UNTIL_AT, utc(to))
                .set(SCHEDULE.MAX_ACTIVE, maxActive)
                .set(SCHEDULE.REPROCESS, (short) reprocess.ordinal())
                .set(SCHEDULE.DONE_TO, utc(from.minusMillis(1)))
                .set(SCHEDULE.SEEN_TO, utc(from.minusMillis(1)))
                .set(SCHEDULE.DUE_AT, CLOCK)
                .set(SCHEDULE.PAUSED, false)
                .set(SCHEDULE.ACTIVE, new Long[0])
                .set(SCHEDULE.HELD, false)
                .returningResult(SCHEDULE.SCHEDULE_ID)
                .fetchSingle()
                .value1());
  }

  static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  @Override
  public void close() {
    link.close();
  }
}
