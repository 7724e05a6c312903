package dev.jobc.executor.store.postgres;

import dev.jobc.executor.core.StepRef;
import dev.jobc.executor.store.Claimed;
import dev.jobc.executor.store.Work;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Work that must not go on although it is in the job table or at a worker.
 *
 * <ol>
 *   <li>Whoever ends a run or a step before its work has ended puts the run into {@code halt} in
 *       the same transaction. That is all: nobody searches the job table for it.
 *   <li>A claim tells which of its rows are of such runs; for those alone it is asked whether run
 *       or step have ended, and what has is thrown away before anybody sees it.
 *   <li>Workers ask the same of what they hold, when they are notified and every half second.
 *   <li>Once a run has ended nothing of it is released any more, so that a sweep of the tables is
 *       enough to let go of it.
 * </ol>
 */
final class Halts {
  private static final String ADD =
      "insert into jobc.halt select * from unnest(?::bigint[]) on conflict do nothing";

  private static final String AMONG = "select run_id from jobc.halt where run_id = any(?)";

  private static final String OVER =
      """
      select i.n
      from unnest(?::bigint[], ?::int[], ?::int[], ?::smallint[]) with ordinality
        i(run_id, scope, step, attempt, n)
      left join jobc.run r on r.run_id = i.run_id
      left join jobc.segment s
        on s.run_id = i.run_id and s.scope = i.scope and s.segment = i.step / 64
      where r.run_id is null or r.status <> 0
        or case when i.scope = 0 and i.step < 64 then r.done else coalesce(s.done, 0) end
          >> (i.step % 64) & 1 = 1
        or exists (
          select from jobc.stale t
          where t.run_id = i.run_id and t.scope = i.scope and t.step = i.step
            and t.attempt >= i.attempt)\
      """;

  private static final String ENDED =
      """
      select h.run_id from jobc.halt h left join jobc.run r on r.run_id = h.run_id
      where r.status is distinct from 0 limit 1000\
      """;

  private static final String GIVEN_UP =
      "select scope, step, attempt from jobc.stale where run_id = ?";

  private static final String SWEEP_DEFERRED = "delete from jobc.deferred where run_id = any(?)";
  private static final String SWEEP_READY = "delete from jobc.ready where run_id = any(?)";

  private static final String SWEEP_TIMERS = "delete from jobc.timer where run_id = any(?)";
  private static final String SWEEP_STALE = "delete from jobc.stale where run_id = any(?)";

  private static final String FORGET =
      """
      delete from jobc.halt h where h.run_id = any(?)
        and not exists (select from jobc.lease l where h.run_id = any(l.run_ids))\
      """;

  private Halts() {}

  static void add(Connection connection, Collection<Long> runs) throws SQLException {
    if (!runs.isEmpty()) {
      Arguments.update(connection, ADD, (Object) array(runs));
    }
  }

  /** The part of some work that must not go on. */
  static Set<Claimed> among(Connection connection, Collection<Claimed> work) throws SQLException {
    Set<Long> runs = new HashSet<>();
    for (Claimed one : work) {
      runs.add(one.work().runId());
    }
    List<Long> halted = runs.isEmpty() ? List.of() : ids(connection, AMONG, array(runs));
    return over(
        connection, work.stream().filter(one -> halted.contains(one.work().runId())).toList());
  }

  /** The attempts of a run up to which steps were given up, whoever has them. */
  static Map<StepRef, Integer> givenUp(Connection connection, long runId) throws SQLException {
    Map<StepRef, Integer> givenUp = new HashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(GIVEN_UP)) {
      statement.setLong(1, runId);
      try (ResultSet rs = statement.executeQuery()) {
        while (rs.next()) {
          givenUp.put(new StepRef(rs.getInt(1), rs.getInt(2)), rs.getInt(3));
        }
      }
    }
    return givenUp;
  }

  /** The part of some work whose run or step has ended. */
  static Set<Claimed> over(Connection connection, List<Claimed> claimed) throws SQLException {
    Set<Claimed> over = new HashSet<>();
    if (claimed.isEmpty()) {
      return over;
    }
    List<Work> work = claimed.stream().map(Claimed::work).toList();
    try (PreparedStatement statement = connection.prepareStatement(OVER)) {
      Arguments.of(statement).all(Columns.attempts(work));
      try (ResultSet rs = statement.executeQuery()) {
        while (rs.next()) {
          over.add(claimed.get(rs.getInt(1) - 1));
        }
      }
    }
    return over;
  }

  /**
   * Takes what runs that have ended left in the tables, and forgets those of them that no worker
   * holds any more. One statement after the other, each with a snapshot of its own: work that is
   * moved from deferred to ready meanwhile is met in the second.
   */
  static void sweep(Connection connection) throws SQLException {
    List<Long> ended = ids(connection, ENDED, null);
    if (ended.isEmpty()) {
      return;
    }
    long[] runs = array(ended);
    Arguments.update(connection, SWEEP_DEFERRED, (Object) runs);
    Arguments.update(connection, SWEEP_READY, (Object) runs);
    Arguments.update(connection, SWEEP_STALE, (Object) runs);
    Arguments.update(connection, SWEEP_TIMERS, (Object) runs);
    Arguments.update(connection, FORGET, (Object) runs);
  }

  private static List<Long> ids(Connection connection, String query, long @Nullable [] argument)
      throws SQLException {
    List<Long> ids = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      if (argument != null) {
        statement.setObject(1, argument);
      }
      try (ResultSet rs = statement.executeQuery()) {
        while (rs.next()) {
          ids.add(rs.getLong(1));
        }
      }
    }
    return ids;
  }

  private static long[] array(Collection<Long> ids) {
    return ids.stream().mapToLong(Long::longValue).sorted().toArray();
  }
}
