package dev.jobc.executor.store.postgres;

import dev.jobc.executor.RunState;
import dev.jobc.executor.core.Masks;
import java.sql.ResultSet;
import java.sql.SQLException;

/** A locked row of {@code run}. */
record RunRow(long runId, Masks masks, int planId, int scopes, RunState status) {

  /** Reads run_id, done, failed, skipped, plan_id, scopes, status. */
  static RunRow read(ResultSet rs) throws SQLException {
    return new RunRow(
        rs.getLong(1),
        new Masks(rs.getLong(2), rs.getLong(3), rs.getLong(4)),
        rs.getInt(5),
        rs.getInt(6),
        state(rs.getInt(7)));
  }

  /** The row as it was before these steps succeeded. */
  RunRow without(long mine) {
    return new RunRow(
        runId,
        new Masks(masks.done() & ~mine, masks.failed(), masks.skipped()),
        planId,
        scopes,
        status);
  }

  static RunState state(int code) {
    return switch (code) {
      case 0 -> RunState.RUNNING;
      case 1 -> RunState.SUCCEEDED;
      case 2 -> RunState.FAILED;
      case 3 -> RunState.CANCELLED;
      default -> throw new IllegalStateException("no run state has the code " + code);
    };
  }

  static short code(RunState state) {
    return switch (state) {
      case RUNNING -> 0;
      case SUCCEEDED -> 1;
      case FAILED -> 2;
      case CANCELLED -> 3;
    };
  }
}
