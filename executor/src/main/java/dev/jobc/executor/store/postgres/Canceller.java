package dev.jobc.executor.store.postgres;

import dev.jobc.executor.Cancelling;
import dev.jobc.executor.RunId;
import dev.jobc.executor.RunState;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
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
}
