package dev.jobc.executor.store.postgres;

import dev.jobc.executor.TaskError;
import dev.jobc.executor.core.RunCommand;
import dev.jobc.executor.core.RunImage;
import dev.jobc.executor.core.RunMachine;
import dev.jobc.executor.core.StepRef;
import dev.jobc.json.JsonText;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Ends locked runs from outside, whatever is under way in them; touches nothing but their rows. */
final class RunEnder {
  private final Connection connection;
  private final PlanTable plans;
  private final long now;
  private final ImageWriter writer = new ImageWriter();
  private final History history = new History();
  private final List<Long> ended = new ArrayList<>();
  private final List<Long> callers = new ArrayList<>();
  private final List<Long> flagged = new ArrayList<>();

  RunEnder(Connection connection, PlanTable plans, long nowMicros) {
    this.connection = connection;
    this.plans = plans;
    this.now = nowMicros;
  }

  /** Locks runs, in the order in which everybody does. */
  static List<RunRow> lock(Connection connection, long[] ids) throws SQLException {
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

  void cancel(RunRow row) {
    end(row, new RunCommand.Cancel(), Codes.EVENT_RUN_CANCELLED, null);
  }

  /** Its time is over. */
  void runOut(RunRow row) {
    long limit = plans.shape(row.planId()).plan().policy().timeout();
    TaskError error =
        new TaskError(TaskError.TIMEOUT, "the run took longer than its limit of " + limit + " ms");
    byte[] detail = JsonText.writeBytes(error.toJson());
    end(row, new RunCommand.RunOut(), Codes.EVENT_RUN_OUT, detail);
  }

  private void end(RunRow row, RunCommand command, int event, byte @Nullable [] detail) {
    RunImage before = image(row);
    RunMachine.Decision decision =
        RunMachine.apply(before, command, plans.shape(row.planId()), now);
    if (!decision.events().isEmpty()) {
      ended.add(row.runId());
      if (plans.shape(row.planId()).calls()) {
        callers.add(row.runId());
      }
      if ((row.flags() & CalledRuns.FLAG) != 0) {
        flagged.add(row.runId());
      }
      history.runEvent(row.runId(), event, now, detail);
      writer.add(row.runId(), before, decision.image(), (run, scope) -> null);
    }
  }

  private static RunImage image(RunRow row) {
    return new RunImage(
        row.status(),
        row.numbers(),
        Map.of(StepRef.ROOT, row.root()),
        Map.of(new RunImage.SegmentKey(StepRef.ROOT, 0), row.masks()),
        Map.of());
  }

  /** Writes what was ended, with the runs that were called from it. */
  void write() throws SQLException {
    List<Long> parents = List.copyOf(callers);
    for (long[] called = CalledRuns.calledBy(connection, parents);
        called.length > 0;
        called = CalledRuns.calledBy(connection, parents)) {
      int before = callers.size();
      lock(connection, called).forEach(this::cancel);
      parents = List.copyOf(callers.subList(before, callers.size()));
    }
    List<Release> waiting = CalledRuns.waiting(connection, flagged, now);
    // Nobody waits any more in a run that has ended along with what it called.
    waiting.removeIf(release -> ended.contains(release.work().runId()));
    Releases.enqueue(connection, waiting);
    writer.write(connection, now);
    history.write(connection);
    Halts.add(connection, ended);
    Questions.forgetRuns(connection, ended);
    Permits permits = new Permits(connection, plans, now);
    permits.ended(ended);
    permits.settle();
  }
}
