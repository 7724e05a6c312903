package dev.jobc.executor.store.postgres;

import dev.jobc.executor.Cancelling;
import dev.jobc.executor.RunState;
import dev.jobc.executor.TaskError;
import dev.jobc.executor.core.Holding;
import dev.jobc.executor.core.PlanShape;
import dev.jobc.executor.core.RunCommand;
import dev.jobc.executor.core.RunImage;
import dev.jobc.executor.core.RunMachine;
import dev.jobc.json.JsonText;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Ends locked runs from outside, whatever is under way in them. Where nothing cleans up this
 * touches nothing but their rows; otherwise the rules are asked, and what cleans up is released.
 */
final class RunEnder {
  private final Connection connection;
  private final PlanTable plans;
  private final long now;
  private final ImageWriter writer = new ImageWriter();
  private final History history = new History();
  private final List<Long> ended = new ArrayList<>();
  private final List<Long> callers = new ArrayList<>();
  private final List<Long> flagged = new ArrayList<>();
  private final List<OutcomeTransaction.Order> orders = new ArrayList<>();
  private final Set<Integer> queues = new HashSet<>();

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

  void cancel(RunRow row, Cancelling how) {
    boolean atOnce = how == Cancelling.AT_ONCE;
    end(row, new RunCommand.Cancel(atOnce), Codes.EVENT_RUN_CANCELLED, null, atOnce);
  }

  /** It makes way for another run. */
  void makeWay(RunRow row) {
    String message = "made way for another run of the same concurrency key";
    byte[] detail = detail(new TaskError(TaskError.CANCELLED, message));
    end(row, new RunCommand.Cancel(false), Codes.EVENT_RUN_CANCELLED, detail, false);
  }

  /** Limits don't let it begin. */
  void refuse(RunRow row, RunState state, TaskError error) {
    boolean fails = state == RunState.FAILED;
    int event = fails ? Codes.EVENT_RUN_REFUSED : Codes.EVENT_RUN_CANCELLED;
    end(row, new RunCommand.Refuse(state), event, detail(error), true);
  }

  /** It has ended by itself, as soon as it had begun. */
  void over(RunRow row) {
    ended.add(row.runId());
    if ((row.flags() & CalledRuns.FLAG) != 0) {
      flagged.add(row.runId());
    }
  }

  /** The wait before a further try is over. */
  void tryAgain(RunRow row, int scope) {
    orders.add(
        new OutcomeTransaction.Order(
            row, new RunCommand.TryAgain(scope), OutcomeTransaction.Order.UNTOLD, null));
  }

  /** Its time is over. */
  void runOut(RunRow row) {
    long limit = plans.shape(row.planId()).plan().policy().timeout();
    TaskError error =
        new TaskError(TaskError.TIMEOUT, "the run took longer than its limit of " + limit + " ms");
    end(row, new RunCommand.RunOut(), Codes.EVENT_RUN_OUT, detail(error), false);
  }

  private static byte[] detail(TaskError error) {
    return JsonText.writeBytes(error.toJson());
  }

  private void end(
      RunRow row, RunCommand wanted, int event, byte @Nullable [] detail, boolean atOnce) {
    PlanShape plan = plans.shape(row.planId());
    RunCommand command = row.isHeld() ? Holding.unbegun(wanted) : wanted;
    if (plan.cleansUp() && !atOnce && !row.isHeld()) {
      orders.add(new OutcomeTransaction.Order(row, command, event, detail));
      return;
    }
    RunImage before = row.image();
    RunMachine.Decision decision = RunMachine.apply(before, command, plan, now);
    if (!decision.events().isEmpty()) {
      ended.add(row.runId());
      if (plan.calls()) {
        callers.add(row.runId());
      }
      if ((row.flags() & CalledRuns.FLAG) != 0) {
        flagged.add(row.runId());
      }
      history.runEvent(row.runId(), event, now, detail);
      writer.add(row.runId(), before, decision.image(), (run, scope) -> null);
    }
  }

  /** Writes what was ended, with the runs that were called from it. */
  void write() throws SQLException {
    List<Long> parents = List.copyOf(callers);
    for (long[] called = CalledRuns.calledBy(connection, parents);
        called.length > 0;
        called = CalledRuns.calledBy(connection, parents)) {
      int before = callers.size();
      lock(connection, called).forEach(row -> cancel(row, Cancelling.GENTLY));
      parents = List.copyOf(callers.subList(before, callers.size()));
    }
    List<Release> waiting = CalledRuns.waiting(connection, flagged, now);
    // Nobody waits any more in a run that has ended along with what it called.
    waiting.removeIf(release -> ended.contains(release.work().runId()));
    Releases.enqueue(connection, waiting);
    writer.write(connection, now);
    history.write(connection);
    OutcomeTransaction outcomes = new OutcomeTransaction(connection, plans, 0, now);
    if (!orders.isEmpty()) {
      outcomes.order(orders);
      ended.addAll(outcomes.ended());
    }
    Halts.add(connection, ended);
    Questions.forgetRuns(connection, ended);
    Permits permits = new Permits(connection, plans, now);
    permits.ended(ended);
    permits.settle();
    queues.addAll(permits.queues());
    if (!orders.isEmpty()) {
      outcomes.settleLimits();
      queues.addAll(outcomes.queues());
      queues.addAll(Releases.release(connection, outcomes.releases()));
    }
  }

  /** The runs that have ended; others have begun to clean up. */
  List<Long> ended() {
    return ended;
  }

  /** Queues that have got work. */
  Set<Integer> queues() {
    return queues;
  }
}
