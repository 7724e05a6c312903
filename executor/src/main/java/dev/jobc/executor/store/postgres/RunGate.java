package dev.jobc.executor.store.postgres;

import dev.jobc.executor.RunId;
import dev.jobc.executor.core.Need;
import dev.jobc.executor.core.Tries;
import dev.jobc.executor.store.RunNeeds;
import dev.jobc.executor.store.RunPicture;
import dev.jobc.executor.store.Work;
import dev.jobc.plan.Timeouts;
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
 * Where the runs that one transaction creates ask their limits. They are created held back; at the
 * end of the transaction those that are let through begin, in the same transaction.
 */
final class RunGate {
  /** Runs have no priority among each other. */
  private static final int PRIO = 4;

  /** What the runs hold by which a run is called. */
  private static final String OF_CALLERS =
      """
      with recursive up(run_id) as (
        select ?::bigint
        union select c.parent_run from jobc.called_run c join up on c.run_id = up.run_id)
      select p.key from up join jobc.permit p on p.run_id = up.run_id
      where p.step = -1 and p.win = 0 and p.refusal = 0\
      """;

  private final Connection connection;
  private final PlanTable plans;
  private final long now;
  private final @Nullable Long caller;
  private final Permits permits;
  private final Set<Integer> queues = new HashSet<>();
  private final List<Long> ended = new ArrayList<>();
  private boolean asked;

  /**
   * For one transaction.
   *
   * @param caller the run whose step starts the run; null for none
   */
  RunGate(Connection connection, PlanTable plans, long now, @Nullable Long caller) {
    this.connection = connection;
    this.plans = plans;
    this.now = now;
    this.caller = caller;
    permits = new Permits(connection, plans, now);
  }

  /**
   * What a run has to ask for. One that is called stays within the slots of those that wait for it:
   * it would wait for itself.
   */
  List<Need> needs(RunId run, RunNeeds wanted) throws SQLException {
    List<Need> needs = wanted.of(run);
    if (needs.isEmpty() || caller == null) {
      return needs;
    }
    Set<String> held = ofCallers(caller);
    return needs.stream().filter(need -> !held.contains(need.key())).toList();
  }

  private Set<String> ofCallers(long run) throws SQLException {
    Set<String> keys = new HashSet<>();
    try (PreparedStatement statement = connection.prepareStatement(OF_CALLERS)) {
      statement.setLong(1, run);
      try (ResultSet rs = statement.executeQuery()) {
        while (rs.next()) {
          keys.add(rs.getString(1));
        }
      }
    }
    return keys;
  }

  /** A run that was created here, held back. */
  void ask(long runId, int planId, List<Need> needs) {
    Work work = new Work(runId, planId, RunPicture.WHOLE, Tries.FIRST, now, now);
    permits.ask(new Release(work, Codes.CONTROL_QUEUE, PRIO, 0, Timeouts.NONE), needs);
    asked = true;
  }

  /** Asks. Rows of other runs may not be locked afterwards. */
  void settle() throws SQLException {
    if (!asked) {
      return;
    }
    permits.settle();
    queues.addAll(permits.queues());
    List<Long> answered = new ArrayList<>();
    permits.own().forEach(release -> answered.add(release.work().runId()));
    if (answered.isEmpty()) {
      return;
    }
    long[] ids = answered.stream().mapToLong(Long::longValue).toArray();
    RunEnder ender = new RunEnder(connection, plans, now);
    RunStarts starts = new RunStarts(connection, plans, now, ender);
    starts.goOn(RunEnder.lock(connection, ids));
    ender.write();
    starts.releases().forEach(release -> queues.add(release.queue()));
    queues.addAll(ender.queues());
    ended.addAll(ender.ended());
  }

  /** Queues that have got work. */
  Set<Integer> queues() {
    return queues;
  }

  /** The runs that have ended instead of beginning, or as soon as they had begun. */
  List<Long> ended() {
    return ended;
  }
}
