package dev.jobc.executor.store.postgres;

import dev.jobc.executor.RunId;
import dev.jobc.executor.RunState;
import dev.jobc.executor.core.RunCommand;
import dev.jobc.executor.core.RunImage;
import dev.jobc.executor.core.RunMachine;
import dev.jobc.executor.core.StepRef;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Cancels runs: one transaction for all of a call, which touches nothing but their rows. */
final class Canceller {
  private final Database database;
  private final PlanTable plans;
  private final InstantSource clock;

  Canceller(Database database, PlanTable plans, InstantSource clock) {
    this.database = database;
    this.plans = plans;
    this.clock = clock;
  }

  Map<RunId, RunState> cancel(Collection<RunId> runs) {
    long[] ids = runs.stream().mapToLong(RunId::value).sorted().distinct().toArray();
    return database.transaction(connection -> cancel(connection, ids));
  }

  private Map<RunId, RunState> cancel(Connection connection, long[] ids) throws SQLException {
    long now = Micros.now(clock);
    Map<RunId, RunState> found = new HashMap<>();
    List<Long> cancelled = new ArrayList<>();
    ImageWriter writer = new ImageWriter();
    History history = new History();
    for (RunRow row : lock(connection, ids)) {
      found.put(new RunId(row.runId()), row.status());
      RunImage before = image(row);
      RunMachine.Decision decision =
          RunMachine.apply(before, new RunCommand.Cancel(), plans.shape(row.planId()), now);
      if (!decision.events().isEmpty()) {
        cancelled.add(row.runId());
        history.runEvent(row.runId(), Codes.EVENT_RUN_CANCELLED, now);
        writer.add(row.runId(), before, decision.image(), (run, scope) -> null);
      }
    }
    writer.write(connection, now);
    history.write(connection);
    Halts.add(connection, cancelled);
    Questions.forgetRuns(connection, cancelled);
    return found;
  }

  private static List<RunRow> lock(Connection connection, long[] ids) throws SQLException {
    List<RunRow> rows = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(Sql.LOCK_RUNS)) {
      statement.setObject(1, ids);
      try (ResultSet rs = statement.executeQuery()) {
        while (rs.next()) {
          rows.add(RunRow.read(rs));
        }
      }
    }
    return rows;
  }

  private static RunImage image(RunRow row) {
    return new RunImage(
        row.status(),
        row.numbers(),
        Map.of(StepRef.ROOT, row.root()),
        Map.of(new RunImage.SegmentKey(StepRef.ROOT, 0), row.masks()),
        Map.of());
  }
}
