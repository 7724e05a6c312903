package dev.jobc.executor.store.postgres;

import dev.jobc.executor.RunId;
import dev.jobc.executor.RunState;
import dev.jobc.executor.core.Masks;
import dev.jobc.executor.core.RunImage;
import dev.jobc.executor.core.ScopeImage;
import dev.jobc.executor.core.StepRef;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;

/** A locked row of {@code run}. */
record RunRow(long runId, Masks masks, int planId, int numbers, RunState status, int flags) {

  /** Reads run_id, done, failed, skipped, cut, plan_id, numbers, status, flags. */
  static RunRow read(ResultSet rs) throws SQLException {
    return new RunRow(
        rs.getLong(1),
        new Masks(rs.getLong(2), rs.getLong(3), rs.getLong(4), rs.getLong(5)),
        rs.getInt(6),
        rs.getInt(7),
        state(rs.getInt(8)),
        rs.getInt(9));
  }

  /** Whether all that has ended has succeeded. */
  boolean isPlain() {
    return masks.failed() == 0 && masks.skipped() == 0 && masks.cut() == 0;
  }

  /** Whether limits hold it back, so that nothing of it has begun. */
  boolean isHeld() {
    return (flags & ScopeImage.Progress.HELD) != 0;
  }

  /** The workflow itself, as the row has it. */
  ScopeImage root() {
    boolean over = (flags & ScopeImage.Progress.OVER) != 0;
    return ScopeImage.root(flags, over, new RunId(runId).epochMillis() * 1000);
  }

  /** All of the run that the row tells. */
  RunImage image() {
    return new RunImage(
        status,
        numbers,
        Map.of(StepRef.ROOT, root()),
        Map.of(new RunImage.SegmentKey(StepRef.ROOT, 0), masks),
        Map.of());
  }

  /** The row as it was before these steps succeeded. */
  RunRow without(long mine) {
    // A step that ended otherwise was not ended by them, whatever came late.
    long theirs = mine & ~(masks.failed() | masks.skipped() | masks.cut());
    return new RunRow(
        runId,
        new Masks(masks.done() & ~theirs, masks.failed(), masks.skipped(), masks.cut()),
        planId,
        numbers,
        status,
        flags);
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
