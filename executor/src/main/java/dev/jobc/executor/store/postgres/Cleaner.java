package dev.jobc.executor.store.postgres;

import static dev.jobc.executor.store.postgres.schema.Tables.RUN;

import dev.jobc.executor.Retention;
import dev.jobc.executor.Retention.Removed;
import dev.jobc.executor.RunId;
import dev.jobc.executor.RunState;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record1;
import org.jooq.impl.DSL;

/**
 * Removes runs that are not kept any longer.
 *
 * <ol>
 *   <li>A run goes with all its rows in one transaction, or not at all. Batches are small, each one
 *       commits, so that nobody waits for a cleaner and it can be stopped at any time.
 *   <li>A run with dead letters is kept: they have no inputs of their own.
 *   <li>Runs are locked first and in ascending order, as all who change them do.
 *   <li>History and logs are not deleted row by row: their days are dropped whole, once no run is
 *       left that could have any of them (see {@link Partitions}).
 * </ol>
 */
final class Cleaner {
  private static final int BATCH = 500;

  /** The tables with rows of runs, besides history and logs. */
  static final List<String> TABLES =
      List.of(
          "called_run",
          "run_input",
          "segment",
          "scope",
          "scope_items",
          "fault",
          "halt",
          "stale",
          "called_run",
          "question",
          "signal",
          "output",
          "run_event",
          "dead_letter",
          "run_start",
          "run_trace",
          "run_provenance",
          "resumed_run",
          "run_name",
          "delayed_run",
          "schedule_run",
          "occasion");

  private static final String CALLS = "delete from jobc.called_run where parent_run = any(?)";

  /** What belongs to no run: times that got none, events, and sessions that are over. */
  private static final List<String> REST =
      List.of(
          """
          with gone as (
            delete from jobc.event e where e.sent_at < ? and not exists (
              select from jobc.occasion o where o.event_id = e.event_id and o.waits)
            returning e.event_id)
          delete from jobc.occasion o using gone where o.event_id = gone.event_id\
          """,
          "delete from jobc.schedule_event where noted_at < ?",
          "delete from jobc.worker where state <> 0 and ended_at < ?");

  private final Database database;
  private final RunConditions conditions;

  Cleaner(Database database, PlanTable plans) {
    this.database = database;
    conditions = new RunConditions(database, plans);
  }

  /** How many runs would be removed now. */
  long count(Retention retention) {
    Condition which = which(retention);
    return database.ask(jooq -> jooq.selectCount().from(RUN).where(which).fetchSingle().value1());
  }

  Removed clean(Retention retention) {
    Condition which = which(retention);
    long removed = 0;
    long from = 0;
    while (true) {
      long last = from;
      List<Long> batch = database.transaction(connection -> remove(connection, which, last));
      if (batch.isEmpty()) {
        break;
      }
      removed += batch.size();
      from = batch.getLast();
    }
    OffsetDateTime before = retention.endedBefore().atOffset(ZoneOffset.UTC);
    for (String statement : REST) {
      database.pooled(connection -> Arguments.update(connection, statement, before));
    }
    int days = new Partitions(database).dropBefore(oldestDay(retention.endedBefore()));
    return new Removed(removed, days);
  }

  private Condition which(Retention retention) {
    Instant before = retention.endedBefore();
    // A run ends after its number was drawn: the primary key bounds the search.
    long above = RunId.of(Math.max(before.toEpochMilli(), RunId.EPOCH), 0, 0).value();
    return conditions
        .of(retention.which())
        .and(RUN.RUN_ID.lt(above))
        .and(RUN.FINISHED_AT.lt(before.atOffset(ZoneOffset.UTC)))
        .and(RUN.STATUS.ne(RunRow.code(RunState.RUNNING)))
        .and(LetterRows.NONE);
  }

  /** The numbers of the runs that were removed, ascending. */
  private static List<Long> remove(Connection connection, Condition which, long from)
      throws SQLException {
    DSLContext jooq = Database.jooq(connection);
    List<Long> runs =
        new ArrayList<>(
            jooq.select(RUN.RUN_ID)
                .from(RUN)
                .where(which.and(RUN.RUN_ID.gt(from)))
                .orderBy(RUN.RUN_ID)
                .limit(BATCH)
                .forUpdate()
                .skipLocked()
                .fetch(Record1::value1));
    if (!runs.isEmpty()) {
      remove(connection, runs);
    }
    return runs;
  }

  /** Removes a few runs that have ended, with history and logs, row by row. */
  static void removeWhole(Connection connection, List<Long> runs) throws SQLException {
    remove(connection, runs);
    long[] ids = Columns.longs(runs, Long::longValue);
    delete(connection, "attempt", ids);
    delete(connection, "log_chunk", ids);
  }

  /** Removes runs that have ended, but for their history and logs. */
  private static void remove(Connection connection, List<Long> runs) throws SQLException {
    long[] ids = Columns.longs(runs, Long::longValue);
    for (String table : TABLES) {
      delete(connection, table, ids);
    }
    Arguments.update(connection, CALLS, (Object) ids);
    delete(connection, "run", ids);
  }

  private static void delete(Connection connection, String table, long[] ids) throws SQLException {
    Arguments.update(
        connection, "delete from jobc." + table + " where run_id = any(?)", (Object) ids);
  }

  /** The first day that a run which is kept can have history of. */
  private LocalDate oldestDay(Instant before) {
    Long oldest =
        database.ask(jooq -> jooq.select(DSL.min(RUN.RUN_ID)).from(RUN).fetchSingle().value1());
    Instant created =
        oldest == null ? before : Instant.ofEpochMilli(new RunId(oldest).epochMillis());
    Instant bound = created.isBefore(before) ? created : before;
    return LocalDate.ofInstant(bound, ZoneOffset.UTC);
  }
}
