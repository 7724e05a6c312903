package dev.jobc.executor.store.postgres;

import dev.jobc.executor.RunId;
import dev.jobc.executor.RunState;
import dev.jobc.executor.core.StepRef;
import dev.jobc.executor.core.Tries;
import dev.jobc.executor.store.Claimed;
import dev.jobc.executor.store.NewRun;
import dev.jobc.executor.store.Work;
import dev.jobc.plan.Timeouts;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Runs that steps of other runs have started.
 *
 * <ol>
 *   <li>A step starts one run, also when its worker dies and another does the same again.
 *   <li>Such a run carries a flag. The transaction that ends it puts the step that waits into the
 *       job table, without touching the run that the step belongs to.
 *   <li>What ends a run from outside ends the runs that its steps wait for.
 * </ol>
 */
final class CalledRuns {
  /** Of {@code run.flags}. */
  static final int FLAG = 64;

  private static final String FIND =
      "select run_id from jobc.called_run where parent_run = ? and scope = ? and step = ?";

  private static final String CALLER = "select parent_run from jobc.called_run where run_id = ?";

  private static final String KEEP =
      """
      insert into jobc.called_run
        (parent_run, scope, step, run_id, plan_id, since, attempt, lost)
      values (?, ?, ?, ?, ?, ?, ?, ?)\
      """;

  private static final String MARK = "update jobc.run set flags = flags | 64 where run_id = ?";

  private static final String WAITING =
      """
      select c.parent_run, c.plan_id, c.scope, c.step, c.attempt, c.lost, c.since
      from jobc.called_run c join jobc.run r on r.run_id = c.parent_run
      where c.run_id = any(?) and r.status = 0 order by c.parent_run, c.scope, c.step\
      """;

  private static final String CALLED_BY =
      """
      select c.run_id from jobc.called_run c join jobc.run r on r.run_id = c.run_id
      where c.parent_run = any(?) and r.status = 0 order by c.run_id\
      """;

  private static final String CALLED_BY_STEP =
      """
      select c.run_id from jobc.called_run c join jobc.run r on r.run_id = c.run_id
      where c.parent_run = ? and c.scope = ? and c.step = ? and r.status = 0\
      """;

  private CalledRuns() {}

  static @Nullable RunId find(Connection connection, long parent, StepRef ref) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(FIND)) {
      Arguments.of(statement).all(parent, ref.scope(), ref.step());
      try (ResultSet rs = statement.executeQuery()) {
        return rs.next() ? new RunId(rs.getLong(1)) : null;
      }
    }
  }

  /** The run whose step has called this one; null when none did. */
  static @Nullable RunId caller(Connection connection, RunId run) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(CALLER)) {
      statement.setLong(1, run.value());
      try (ResultSet rs = statement.executeQuery()) {
        return rs.next() ? new RunId(rs.getLong(1)) : null;
      }
    }
  }

  /** Starts a run for a step, with the run of the step locked. */
  static Optional<RunId> call(Connection connection, RunCreator creator, Work step, NewRun run)
      throws SQLException {
    List<RunRow> parent = RunEnder.lock(connection, new long[] {step.runId()});
    boolean over =
        parent.isEmpty()
            || parent.getFirst().status() != RunState.RUNNING
            || !Halts.over(connection, List.of(new Claimed(step, 0, 0))).isEmpty();
    if (over) {
      return Optional.empty();
    }
    RunId known = find(connection, step.runId(), step.ref());
    if (known != null) {
      return Optional.of(known);
    }
    RunGate gate = creator.gate(connection, step.runId());
    RunId made = creator.createIn(connection, run, gate);
    Tries next = step.tries().afterFailure();
    Arguments.update(
        connection,
        KEEP,
        step.runId(),
        step.ref().scope(),
        step.ref().step(),
        made.value(),
        step.planId(),
        step.since(),
        (short) next.attempt(),
        (short) next.lost());
    Arguments.update(connection, MARK, made.value());
    gate.settle();
    return Optional.of(made);
  }

  /** The steps that wait for runs which have just ended. */
  static List<Release> waiting(Connection connection, Collection<Long> ended, long now)
      throws SQLException {
    List<Release> waiting = new ArrayList<>();
    if (ended.isEmpty()) {
      return waiting;
    }
    try (PreparedStatement statement = connection.prepareStatement(WAITING)) {
      statement.setObject(1, ended.stream().mapToLong(Long::longValue).toArray());
      try (ResultSet rs = statement.executeQuery()) {
        while (rs.next()) {
          Work work =
              new Work(
                  rs.getLong(1),
                  rs.getInt(2),
                  new StepRef(rs.getInt(3), rs.getInt(4)),
                  new Tries(rs.getInt(5), rs.getInt(6), 0),
                  rs.getLong(7),
                  now);
          waiting.add(new Release(work, Codes.CONTROL_QUEUE, 0, 0, Timeouts.NONE));
        }
      }
    }
    return waiting;
  }

  /** The runs that go on which steps of these runs wait for. */
  static long[] calledBy(Connection connection, Collection<Long> parents) throws SQLException {
    if (parents.isEmpty()) {
      return new long[0];
    }
    try (PreparedStatement statement = connection.prepareStatement(CALLED_BY)) {
      statement.setObject(1, parents.stream().mapToLong(Long::longValue).toArray());
      return ids(statement);
    }
  }

  /** The run that goes on which a step waits for. */
  static long[] calledBy(Connection connection, long parent, StepRef ref) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(CALLED_BY_STEP)) {
      Arguments.of(statement).all(parent, ref.scope(), ref.step());
      return ids(statement);
    }
  }

  private static long[] ids(PreparedStatement statement) throws SQLException {
    List<Long> ids = new ArrayList<>();
    try (ResultSet rs = statement.executeQuery()) {
      while (rs.next()) {
        ids.add(rs.getLong(1));
      }
    }
    return ids.stream().mapToLong(Long::longValue).toArray();
  }
}
