package dev.jobc.executor.store.postgres;

import dev.jobc.executor.TaskError;
import dev.jobc.executor.core.RunImage;
import dev.jobc.executor.core.StepRef;
import dev.jobc.executor.core.Tries;
import dev.jobc.executor.runner.TaskResult;
import dev.jobc.executor.store.Claimed;
import dev.jobc.executor.store.Completion;
import dev.jobc.executor.store.Outcome;
import dev.jobc.executor.store.Work;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/**
 * Writes into the history that steps were cancelled: as the attempt that is under way, or would
 * have come next. What a worker still says about that attempt is refused.
 */
final class StoppedSteps {
  private static final TaskError CANCELLED =
      new TaskError(TaskError.CANCELLED, "somebody has cancelled it");

  private static final String NEXT =
      """
      select i.n, nextval('jobc.lease_id'), coalesce(
        (select max(a.attempt) from jobc.attempt a
         where a.run_id = ? and a.scope = i.scope and a.step = i.step and a.outcome <> 8), 0) + 1
      from unnest(?::int[], ?::int[]) with ordinality i(scope, step, n)\
      """;

  private StoppedSteps() {}

  static void record(
      Connection connection,
      History history,
      RunRow row,
      RunImage image,
      List<StepRef> steps,
      long now)
      throws SQLException {
    if (steps.isEmpty()) {
      return;
    }
    try (PreparedStatement statement = connection.prepareStatement(NEXT)) {
      Arguments.of(statement)
          .all(
              row.runId(), Columns.ints(steps, StepRef::scope), Columns.ints(steps, StepRef::step));
      try (ResultSet rs = statement.executeQuery()) {
        while (rs.next()) {
          StepRef ref = steps.get(rs.getInt(1) - 1);
          Work work =
              new Work(row.runId(), row.planId(), ref, new Tries(rs.getInt(3), 0, 0), now, now);
          Claimed claimed = new Claimed(work, rs.getLong(2), now);
          boolean over = image.ending(ref) != null;
          Outcome outcome =
              over ? new Outcome.Failed(CANCELLED) : new Outcome.Late(ref.scope(), CANCELLED);
          history.attempt(
              new Completion(claimed, 0, now, outcome, TaskResult.Output.NONE),
              over ? Codes.FAILED : Codes.EVALUATED,
              0);
        }
      }
    }
  }
}
