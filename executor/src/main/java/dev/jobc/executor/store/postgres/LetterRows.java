package dev.jobc.executor.store.postgres;

import dev.jobc.executor.core.PlanShape;
import dev.jobc.executor.store.Work;
import dev.jobc.plan.Node;
import dev.jobc.plan.TaskPolicy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jooq.Condition;
import org.jooq.impl.DSL;

/** Rows of {@code dead_letter}; changed under the lock of their run, or discarded without. */
final class LetterRows {
  /** That a run has none. */
  static final Condition NONE =
      DSL.condition(
          "not exists (select from jobc.dead_letter d where d.run_id ="
              + " \"jobc\".\"run\".\"run_id\")");

  private static final String KEEP =
      """
      insert into jobc.dead_letter
        (run_id, scope, step, attempt, plan_id, task, failed_at, error)
      values (?, ?, ?, ?, ?, ?, ?, ?)\
      """;

  /** A handler of the workflow has no step above it, nor has a try of it: their parent is -1. */
  private static final String TOPS =
      """
      with recursive up(letter_id, scope, step) as (
        select letter_id, scope, step from jobc.dead_letter
        where run_id = ? and letter_id = any(?)
        union all
        select u.letter_id, s.parent_scope, s.parent_step
        from up u join jobc.scope s on s.run_id = ? and s.scope = u.scope
          and s.parent_scope >= 0)
      select u.letter_id, case when u.scope = 0 or s.role = 2 then u.step else -1 end
      from up u left join jobc.scope s on s.run_id = ? and s.scope = u.scope
      where u.scope = 0 or s.parent_scope = -1\
      """;

  private static final String TAKE_UP =
      """
      delete from jobc.dead_letter
      where run_id = ? and not (scope = ? and step = any(?)) and not scope = any(?)
      returning letter_id\
      """;

  private LetterRows() {}

  /** One to be written. */
  record New(Work work, String task, long at, byte[] error) {}

  static void keep(Connection connection, List<New> letters) throws SQLException {
    for (New one : letters) {
      Work work = one.work();
      Arguments.update(
          connection,
          KEEP,
          work.runId(),
          work.ref().scope(),
          work.ref().step(),
          (short) work.tries().attempt(),
          work.planId(),
          one.task(),
          Arguments.time(one.at()),
          one.error());
    }
  }

  /** The node of the workflow in which each letter is; -1 for a handler of the workflow. */
  static Map<Long, Integer> tops(Connection connection, long run, Collection<Long> letters)
      throws SQLException {
    Map<Long, Integer> tops = new HashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(TOPS)) {
      long[] ids = letters.stream().mapToLong(Long::longValue).toArray();
      Arguments.of(statement).all(run, ids, run, run);
      try (ResultSet rs = statement.executeQuery()) {
        while (rs.next()) {
          tops.put(rs.getLong(1), rs.getInt(2));
        }
      }
    }
    return tops;
  }

  /**
   * Removes those of a run that are not in what is kept of it.
   *
   * @param last the scope of its last try
   */
  static Set<Long> takeUp(Connection connection, long run, int last, int[] nodes, int[] scopes)
      throws SQLException {
    Set<Long> gone = new HashSet<>();
    try (PreparedStatement statement = connection.prepareStatement(TAKE_UP)) {
      Arguments.of(statement).all(run, last, nodes, scopes);
      try (ResultSet rs = statement.executeQuery()) {
        while (rs.next()) {
          gone.add(rs.getLong(1));
        }
      }
    }
    return gone;
  }

  /** Whether a run of this plan can have any. */
  static boolean mayHave(PlanShape plan) {
    return plan.plan().graphs().stream()
        .flatMap(graph -> graph.nodes().stream())
        .anyMatch(
            node ->
                node instanceof Node.Task task
                    && task.policy().deadLetter() == TaskPolicy.DeadLetter.SAVE);
  }
}
