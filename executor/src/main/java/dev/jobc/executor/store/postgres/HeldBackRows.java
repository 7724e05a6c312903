package dev.jobc.executor.store.postgres;

import dev.jobc.executor.core.AdmissionRound.Stop;
import dev.jobc.executor.core.Need;
import dev.jobc.executor.core.StepRef;
import dev.jobc.executor.core.Tries;
import dev.jobc.executor.store.Work;
import dev.jobc.executor.store.postgres.Permits.Waiter;
import dev.jobc.plan.Timeouts;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The rows of {@code held_back}: what waits at which limit. */
final class HeldBackRows {
  /** How many of those that wait at a limit are looked at in one go. */
  private static final int LOOK = 200;

  private static final String FORGET =
      "delete from jobc.held_back p using"
          + PermitRows.SETTLED.substring(" from".length())
          + " where "
          + PermitRows.SAME
          + " returning p.waits_for";

  private static final String FORGET_RUNS =
      "delete from jobc.held_back where run_id = any(?) returning waits_for";

  private static final String WAITING =
      """
      select h.id, h.waits_for, h.prio, h.since, h.run_id, h.plan_id, h.scope, h.step, h.q,
        h.attempt, h.lost, h.streak, h.keys, h.limits, h.slots, h.wins, h.policies
      from unnest(?::text[]) k(key), lateral (
        select * from jobc.held_back where waits_for = k.key order by prio, since, id limit ?) h\
      """;

  private static final String OF_RUN =
      """
      select id, waits_for, prio, since, run_id, plan_id, scope, step, q, attempt, lost, streak,
        keys, limits, slots, wins, policies
      from jobc.held_back where run_id = ? order by since, id\
      """;

  private static final String LEAVE = "delete from jobc.held_back where id = any(?)";

  private static final String MOVE =
      "update jobc.held_back set waits_for = ? where waits_for = ? and id = ?";

  private static final String KEEP =
      """
      insert into jobc.held_back (waits_for, prio, since, run_id, plan_id, scope, step, q, attempt,
        lost, streak, keys, limits, slots, wins, policies)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)\
      """;

  private final Connection connection;
  private final long now;

  HeldBackRows(Connection connection, long now) {
    this.connection = connection;
    this.now = now;
  }

  /**
   * Those that wait, as far as they were read.
   *
   * @param more where more may wait than were read
   */
  record Waiting(List<Waiter> first, Set<String> more) {}

  /** What has ended waits for nothing; returns the limits concerned. */
  Set<String> forget(List<Work> settled, Collection<Long> ended) throws SQLException {
    Set<String> keys = new LinkedHashSet<>();
    if (!settled.isEmpty()) {
      keys(FORGET, keys, Columns.attempts(settled));
    }
    if (!ended.isEmpty()) {
      keys(FORGET_RUNS, keys, PermitRows.runs(ended));
    }
    return keys;
  }

  private void keys(String sql, Set<String> keys, Object... arguments) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      Arguments.of(statement).all(arguments);
      PermitRows.keys(statement, keys);
    }
  }

  /** Who waits first at these limits, and at those that they need besides. */
  Waiting waiting(Collection<String> keys) throws SQLException {
    List<Waiter> first = new ArrayList<>();
    Set<String> more = new HashSet<>();
    Set<String> known = new HashSet<>();
    for (Set<String> next = new LinkedHashSet<>(keys); !next.isEmpty(); ) {
      known.addAll(next);
      List<Waiter> read = read(next);
      for (String key : next) {
        if (read.stream().filter(one -> one.at().equals(key)).count() == LOOK) {
          more.add(key);
        }
      }
      first.addAll(read);
      next = new LinkedHashSet<>();
      for (Waiter one : read) {
        one.needs().stream().map(Need::key).filter(key -> !known.contains(key)).forEach(next::add);
      }
    }
    return new Waiting(first, more);
  }

  private List<Waiter> read(Collection<String> keys) throws SQLException {
    List<Waiter> waiters = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(WAITING)) {
      Arguments.of(statement).all(keys.toArray(String[]::new), LOOK);
      try (ResultSet rs = statement.executeQuery()) {
        while (rs.next()) {
          waiters.add(waiter(rs));
        }
      }
    }
    return waiters;
  }

  /** What waits of a run. */
  List<Waiter> of(long runId) throws SQLException {
    List<Waiter> waiters = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(OF_RUN)) {
      statement.setLong(1, runId);
      try (ResultSet rs = statement.executeQuery()) {
        while (rs.next()) {
          waiters.add(waiter(rs));
        }
      }
    }
    return waiters;
  }

  private Waiter waiter(ResultSet rs) throws SQLException {
    Work work =
        new Work(
            rs.getLong(5),
            rs.getInt(6),
            new StepRef(rs.getInt(7), rs.getInt(8)),
            new Tries(rs.getInt(10), rs.getInt(11), rs.getInt(12)),
            rs.getLong(4),
            now);
    Release release = new Release(work, rs.getInt(9), rs.getInt(3), 0, Timeouts.NONE);
    return new Waiter(rs.getLong(1), rs.getString(2), release, Needs.read(rs, 13));
  }

  /** They wait no more. */
  void leave(List<Waiter> waiters) throws SQLException {
    long[] ids = waiters.stream().filter(one -> !one.isNew()).mapToLong(Waiter::id).toArray();
    if (ids.length > 0) {
      Arguments.update(connection, LEAVE, (Object) ids);
    }
  }

  /** They wait, each at the limit that stopped it. */
  void keep(List<Stop<Waiter>> stops) throws SQLException {
    List<Release> fresh = new ArrayList<>();
    List<Stop<Waiter>> added = new ArrayList<>();
    for (Stop<Waiter> stop : stops) {
      Waiter one = stop.who();
      if (one.isNew()) {
        added.add(stop);
        fresh.add(one.release());
      } else if (!one.at().equals(stop.by().key())) {
        Arguments.update(connection, MOVE, stop.by().key(), one.at(), one.id());
      }
    }
    insertWaiting(added);
    Timers.arm(connection, fresh);
  }

  private void insertWaiting(List<Stop<Waiter>> stops) throws SQLException {
    if (stops.isEmpty()) {
      return;
    }
    try (PreparedStatement statement = connection.prepareStatement(KEEP)) {
      for (Stop<Waiter> stop : stops) {
        set(statement, stop.who(), stop.by().key());
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  private static void set(PreparedStatement statement, Waiter one, String key) throws SQLException {
    Release release = one.release();
    Work work = release.work();
    Arguments.of(statement)
        .all(key, (short) release.prio(), work.since(), work.runId(), work.planId())
        .all(work.ref().scope(), work.ref().step(), release.queue())
        .all((short) work.tries().attempt(), (short) work.tries().lost())
        .all((short) work.tries().streak())
        .all(Needs.columns(one.needs()));
  }
}
