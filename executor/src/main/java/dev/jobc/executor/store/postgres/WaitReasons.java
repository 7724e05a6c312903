package dev.jobc.executor.store.postgres;

import dev.jobc.executor.RunId;
import dev.jobc.executor.core.Need;
import dev.jobc.executor.core.StepRef;
import dev.jobc.executor.store.Question;
import dev.jobc.executor.store.RunPicture;
import dev.jobc.executor.store.postgres.Permits.Waiter;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Why work of a run waits although it is ready, for people. */
final class WaitReasons {
  private static final String HELD =
      "select scope, step, place from jobc.question where run_id = ? and kind = ?";

  private WaitReasons() {}

  /** By step; the run itself is step {@link RunPicture#WHOLE}. */
  static Map<StepRef, String> of(Connection connection, long runId) throws SQLException {
    Map<StepRef, String> reasons = new HashMap<>();
    addHeld(connection, runId, reasons);
    Instant due = DelayedRuns.due(connection, runId);
    if (due != null) {
      reasons.put(RunPicture.WHOLE, "waits for " + due.truncatedTo(ChronoUnit.SECONDS));
    }
    List<Waiter> waiters = new HeldBackRows(connection, 0).of(runId);
    if (waiters.isEmpty()) {
      return reasons;
    }
    PermitLimits limits = PermitLimits.read(connection, waiters);
    Map<String, Integer> taken = new PermitRows(connection, 0).taken(limits.keys());
    for (Waiter one : waiters) {
      for (Need need : limits.needs(one)) {
        if (need.key().equals(one.at())) {
          int slots = taken.getOrDefault(need.key(), 0);
          reasons.put(one.release().work().ref(), need.reason(slots));
        }
      }
    }
    return reasons;
  }

  /** Steps whose worker died, of tasks whose author wants a look first. */
  private static void addHeld(Connection connection, long runId, Map<StepRef, String> reasons)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(HELD)) {
      Arguments.of(statement).all(runId, Questions.HELD);
      try (ResultSet rs = statement.executeQuery()) {
        while (rs.next()) {
          StepRef ref = new StepRef(rs.getInt(1), rs.getInt(2));
          reasons.put(ref, Question.heldText(new RunId(runId), rs.getString(3)));
        }
      }
    }
  }
}
