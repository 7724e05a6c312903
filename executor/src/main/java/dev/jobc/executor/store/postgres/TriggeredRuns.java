package dev.jobc.executor.store.postgres;

import static dev.jobc.executor.store.postgres.schema.Tables.RUN_START;
import static dev.jobc.executor.store.postgres.schema.Tables.SCHEDULE_EVENT;

import dev.jobc.executor.EngineException;
import dev.jobc.executor.InvalidInputException;
import dev.jobc.executor.RunId;
import dev.jobc.executor.schedule.Firing;
import dev.jobc.executor.schedule.Verdict;
import dev.jobc.executor.store.NewRun;
import dev.jobc.executor.store.ScheduleStore.Starter;
import dev.jobc.json.JsonText;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** Runs that schedules start in one transaction, and what got none. */
final class TriggeredRuns {
  /** By {@code schedule_event.kind} minus 1. */
  private static final List<String> WORDS = List.of("missed", "overlap", "inputs", "refused");

  private final Connection connection;
  private final DSLContext jooq;
  private final RunCreator runs;
  private final RunGate gate;
  private final Starter starter;
  private final Instant now;
  private final List<RunId> started = new ArrayList<>();

  TriggeredRuns(Connection connection, RunCreator runs, Starter starter, Instant now) {
    this.connection = connection;
    this.jooq = Database.jooq(connection);
    this.runs = runs;
    this.gate = runs.gate(connection, null);
    this.starter = starter;
    this.now = now;
  }

  static String word(short kind) {
    return WORDS.get(kind - 1);
  }

  /**
   * Starts a run.
   *
   * @param at when what it is for has come
   * @return null when there can be none, which is noted, or the trigger wants none
   */
  @Nullable RunId start(ScheduleRow schedule, Firing firing, Instant at) throws SQLException {
    RunId id;
    try {
      NewRun run = starter.run(schedule.plan(), firing);
      if (run == null) {
        return null;
      }
      id = runs.createIn(connection, run.from(schedule.provenance()), gate);
    } catch (InvalidInputException e) {
      note(schedule.id(), at, at, Verdict.Reason.INPUTS, e.getMessage());
      return null;
    } catch (EngineException e) {
      if (e.kind() != EngineException.Kind.NOT_FOUND) {
        throw e;
      }
      note(schedule.id(), at, at, Verdict.Reason.REFUSED, e.getMessage());
      return null;
    }
    started.add(id);
    jooq.insertInto(RUN_START)
        .set(RUN_START.RUN_ID, id.value())
        .set(RUN_START.FACTS, JsonText.writeBytes(firing.facts()))
        .execute();
    return id;
  }

  /** Starts the run that asks a condition. */
  RunId probe(NewRun run) throws SQLException {
    return runs.createIn(connection, run, gate);
  }

  /** There is no run for this. */
  void note(
      int schedule, Instant from, Instant to, Verdict.Reason reason, @Nullable String detail) {
    jooq.insertInto(SCHEDULE_EVENT)
        .set(SCHEDULE_EVENT.SCHEDULE_ID, schedule)
        .set(SCHEDULE_EVENT.NOTED_AT, ScheduleTable.utc(now))
        .set(SCHEDULE_EVENT.FROM_AT, ScheduleTable.utc(from))
        .set(SCHEDULE_EVENT.TO_AT, ScheduleTable.utc(to))
        .set(SCHEDULE_EVENT.KIND, (short) (reason.ordinal() + 1))
        .set(SCHEDULE_EVENT.DETAIL, detail)
        .execute();
  }

  /** Limits are asked, last: no rows of runs may be locked afterwards. */
  void settle() throws SQLException {
    gate.settle();
  }

  List<RunId> started() {
    return started;
  }
}
