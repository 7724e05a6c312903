package dev.jobc.executor.store.postgres;

import dev.jobc.executor.Cancelling;
import dev.jobc.executor.EngineException;
import dev.jobc.executor.RunId;
import dev.jobc.executor.RunState;
import dev.jobc.executor.core.RunCommand;
import dev.jobc.executor.store.RunStore;
import dev.jobc.json.Json;
import dev.jobc.json.JsonText;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Cancels runs: one transaction for all of a call. Where nothing cleans up it touches nothing but
 * their rows.
 */
final class Canceller {
  private final Database database;
  private final PlanTable plans;
  private final InstantSource clock;

  Canceller(Database database, PlanTable plans, InstantSource clock) {
    this.database = database;
    this.plans = plans;
    this.clock = clock;
  }

  Map<RunId, RunState> cancel(Collection<RunId> runs, Cancelling how) {
    long[] ids = runs.stream().mapToLong(RunId::value).sorted().distinct().toArray();
    return database.transaction(connection -> cancel(connection, ids, how));
  }

  /**
   * Cancels gently in a transaction of the caller's.
   *
   * @param ids ascending, each once
   */
  Map<RunId, RunState> cancel(Connection connection, long[] ids) throws SQLException {
    return cancel(connection, ids, Cancelling.GENTLY);
  }

  private Map<RunId, RunState> cancel(Connection connection, long[] ids, Cancelling how)
      throws SQLException {
    Map<RunId, RunState> found = new HashMap<>();
    RunEnder ender = new RunEnder(connection, plans, Micros.now(clock));
    for (RunRow row : RunEnder.lock(connection, ids)) {
      found.put(new RunId(row.runId()), row.status());
      ender.cancel(row, how);
    }
    ender.write();
    return found;
  }

  RunStore.StepsCancelled cancelStep(RunId run, RunCommand.CancelStep command) {
    return database.transaction(connection -> cancelStep(connection, run, command));
  }

  private RunStore.StepsCancelled cancelStep(
      Connection connection, RunId run, RunCommand.CancelStep command) throws SQLException {
    List<RunRow> rows = RunEnder.lock(connection, new long[] {run.value()});
    if (rows.isEmpty()) {
      throw new EngineException(EngineException.Kind.NOT_FOUND, "no run `" + run + "`");
    }
    RunState state = rows.getFirst().status();
    if (state.ended()) {
      throw new EngineException(
          EngineException.Kind.TOO_LATE, "run " + run + " has ended already: " + state.word());
    }
    if (rows.getFirst().isHeld()) {
      throw new EngineException(
          EngineException.Kind.INVALID_INPUT,
          "nothing of run " + run + " has begun: limits hold it back; cancel the run");
    }
    byte[] detail = JsonText.writeBytes(Json.object().put("step", command.step()).build());
    OutcomeTransaction outcomes = new OutcomeTransaction(connection, plans, 0, Micros.now(clock));
    int steps =
        outcomes.order(
            List.of(
                new OutcomeTransaction.Order(
                    rows.getFirst(), command, Codes.EVENT_STEP_CANCELLED, detail)));
    if (steps == 0) {
      throw new EngineException(
          EngineException.Kind.NOT_FOUND,
          "no step `" + command.step() + "` of run " + run + " goes on or is still to come");
    }
    outcomes.settleLimits();
    Releases.release(connection, outcomes.releases());
    return new RunStore.StepsCancelled(steps, !outcomes.ended().isEmpty());
  }
}
