package dev.jobc.executor.store.postgres;

import dev.jobc.executor.core.AdmissionRound.Asking;
import dev.jobc.executor.core.AdmissionRound.Stop;
import dev.jobc.executor.core.Need;
import dev.jobc.executor.core.StepRef;
import dev.jobc.executor.core.Tries;
import dev.jobc.executor.store.Work;
import dev.jobc.executor.store.postgres.Permits.Waiter;
import dev.jobc.plan.FlowControl.Concurrency.OnLimit;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The rows of {@code permit}: who holds how much of which limit. */
final class PermitRows {
  /** In place of a step: the run as a whole. */
  static final int RUN = -1;

  /** Second key of the advisory lock. */
  private static final int LOCK_PERMITS = -3;

  static final int FAIL = 1;
  static final int CANCEL = 2;

  static final String IN_USE =
      "select exists (select from jobc.permit) or exists (select from jobc.held_back),"
          + " exists (select from jobc.schedule where kind = 1)";

  private static final String LOCK = "select pg_advisory_xact_lock(?, ?)";

  /** Attempts that are settled, as {@code i}; their columns are {@link Columns#attempts}. */
  static final String SETTLED =
      " from unnest(?::bigint[], ?::int[], ?::int[], ?::smallint[]) i(run_id, scope, step,"
          + " attempt)";

  static final String SAME =
      "p.run_id = i.run_id and p.scope = i.scope and p.step = i.step and p.attempt = i.attempt";

  /** Some runs and those that they were called from. */
  private static final String CALLERS =
      """
      (with recursive up(run_id) as (
        select unnest(?::bigint[])
        union select c.parent_run from jobc.called_run c join up on c.run_id = up.run_id)
      select run_id from up) u\
      """;

  private static final String CONCERN =
      "select exists (select"
          + SETTLED
          + " join jobc.permit p on "
          + SAME
          + ") or exists (select"
          + SETTLED
          + " join jobc.held_back p on "
          + SAME
          + ") or exists (select from jobc.permit where run_id = any(?))"
          + " or exists (select from jobc.held_back where run_id = any(?))"
          + " or exists (select from "
          + CALLERS
          + " join jobc.permit p on p.run_id = u.run_id and p.step = -1"
          + " join jobc.run r on r.run_id = u.run_id where r.status <> 0)";

  /** Starts that have begun go on to count. */
  private static final String GIVE_BACK =
      "delete from jobc.permit p using"
          + SETTLED.substring(" from".length())
          + " where "
          + SAME
          + " and p.ends_at is null returning p.key";

  /** What has begun goes on to hold until it is stopped; what has not begins no more without. */
  private static final String END_RUNS =
      """
      delete from jobc.permit
      where run_id = any(?) and ends_at is null and begun_at is null
      returning key\
      """;

  /**
   * A run that has ended holds on until nothing of it runs any more, nor of the runs that it has
   * called: what was cancelled takes its time to stop. Entries of leases whose step has ended are
   * spent, and those that are settled just now count no more.
   */
  private static final String RELEASE_RUNS =
      "delete from jobc.permit p using "
          + CALLERS
          + """
           where p.run_id = u.run_id and p.step = -1 and p.ends_at is null
            and not exists (select from jobc.run r where r.run_id = p.run_id and r.status = 0)
            and not exists (
              with recursive down(run_id) as (
                select p.run_id
                union select c.run_id from jobc.called_run c join down on c.parent_run = down.run_id)
              select from down
              join jobc.lease l on down.run_id = any(l.run_ids)
              cross join unnest(l.run_ids, l.scopes, l.steps, l.attempts)
                x(run_id, scope, step, attempt)
              join jobc.run r on r.run_id = x.run_id
              left join jobc.segment s
                on s.run_id = x.run_id and s.scope = x.scope and s.segment = x.step / 64
              where x.run_id = down.run_id
                and case when x.scope = 0 and x.step < 64 then r.done else coalesce(s.done, 0) end
                  >> (x.step % 64) & 1 = 0
                and not exists (select\
          """
          + SETTLED
          + """
           where i.run_id = x.run_id and i.scope = x.scope and i.step = x.step
            and i.attempt = x.attempt))
          returning p.key\
          """;

  private static final String LEFT =
      """
      select distinct p.run_id from jobc.permit p
      where p.step = -1 and p.ends_at is null
        and not exists (select from jobc.run r where r.run_id = p.run_id and r.status = 0)\
      """;

  private static final String END_WINDOWS =
      "delete from jobc.permit where ends_at <= clock_timestamp() returning key";

  private static final String TAKEN =
      """
      select key, sum(slots) from jobc.permit
      where key = any(?) and (ends_at is null or ends_at > clock_timestamp()) group by key\
      """;

  private static final String TAKE =
      """
      insert into jobc.permit
        (key, run_id, scope, step, attempt, lost, slots, win, refusal, granted_at, begun_at, ends_at,
          called_off)
      select i.key, i.run_id, i.scope, i.step, i.attempt, i.lost, i.slots, i.win, i.refusal,
        clock_timestamp(), null, null, false
      from unnest(?::text[], ?::bigint[], ?::int[], ?::int[],
          ?::smallint[], ?::smallint[], ?::int[], ?::bigint[], ?::smallint[])
        i(key, run_id, scope, step, attempt, lost, slots, win, refusal)
      on conflict do nothing\
      """;

  private static final String CALLED_OFF =
      "select coalesce(sum(slots), 0) from jobc.permit where key = ? and called_off";

  private static final String CALL_OFF =
      """
      update jobc.permit p set called_off = true
      from (
        select run_id, scope, step, attempt from jobc.permit
        where key = ? and not called_off and slots > 0
        order by granted_at, run_id, scope, step limit ?) o
      where p.key = ? and p.run_id = o.run_id and p.scope = o.scope and p.step = o.step
        and p.attempt = o.attempt
      returning p.run_id, p.scope, p.step, p.attempt, p.lost\
      """;

  private final Connection connection;
  private final long now;

  PermitRows(Connection connection, long now) {
    this.connection = connection;
    this.now = now;
  }

  void lock() throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(LOCK)) {
      Arguments.of(statement).all(Sql.LOCK_CLASS, LOCK_PERMITS);
      statement.execute();
    }
  }

  /** Whether any of it holds or waits for anything. */
  boolean concern(List<Work> settled, Collection<Long> ended) throws SQLException {
    long[] runs = runs(ended);
    try (PreparedStatement statement = connection.prepareStatement(CONCERN)) {
      Arguments.of(statement)
          .all(Columns.attempts(settled))
          .all(Columns.attempts(settled))
          .all(runs, runs)
          .all((Object) all(settled, ended));
      try (ResultSet rs = statement.executeQuery()) {
        rs.next();
        return rs.getBoolean(1);
      }
    }
  }

  /** Takes back what attempts and runs held; returns the limits concerned. */
  Set<String> giveBack(List<Work> settled, Collection<Long> ended) throws SQLException {
    Set<String> keys = new LinkedHashSet<>();
    keys(END_WINDOWS, keys);
    if (!settled.isEmpty()) {
      keys(GIVE_BACK, keys, Columns.attempts(settled));
    }
    if (!ended.isEmpty()) {
      keys(END_RUNS, keys, runs(ended));
    }
    try (PreparedStatement statement = connection.prepareStatement(RELEASE_RUNS)) {
      Arguments.of(statement).all((Object) all(settled, ended)).all(Columns.attempts(settled));
      keys(statement, keys);
    }
    return keys;
  }

  /** The runs that these are about. */
  private static long[] all(List<Work> settled, Collection<Long> ended) {
    Set<Long> all = new LinkedHashSet<>(ended);
    settled.forEach(work -> all.add(work.runId()));
    return runs(all);
  }

  /** Runs that have ended, and may have nothing any more for which they hold on. */
  List<Long> left() throws SQLException {
    List<Long> left = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(LEFT);
        ResultSet rs = statement.executeQuery()) {
      while (rs.next()) {
        left.add(rs.getLong(1));
      }
    }
    return left;
  }

  private void keys(String sql, Set<String> keys, Object... arguments) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      Arguments.of(statement).all(arguments);
      keys(statement, keys);
    }
  }

  static void keys(PreparedStatement statement, Set<String> keys) throws SQLException {
    try (ResultSet rs = statement.executeQuery()) {
      while (rs.next()) {
        keys.add(rs.getString(1));
      }
    }
  }

  static long[] runs(Collection<Long> runs) {
    return runs.stream().mapToLong(Long::longValue).toArray();
  }

  /** Slots that are taken, by limit. */
  Map<String, Integer> taken(Set<String> keys) throws SQLException {
    Map<String, Integer> taken = new HashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(TAKEN)) {
      statement.setObject(1, keys.toArray(String[]::new));
      try (ResultSet rs = statement.executeQuery()) {
        while (rs.next()) {
          taken.put(rs.getString(1), rs.getInt(2));
        }
      }
    }
    return taken;
  }

  /** A row to be. */
  private record Permit(Work work, Need need, int slots, int refusal) {}

  /** They are let through, and hold what they need. */
  void take(List<Asking<Waiter>> through) throws SQLException {
    List<Permit> permits = new ArrayList<>();
    for (Asking<Waiter> one : through) {
      for (Need need : one.needs()) {
        permits.add(new Permit(one.who().release().work(), need, need.slots(), 0));
      }
    }
    insert(permits);
  }

  /** They are told so when a worker gets them, and hold nothing. */
  void refuse(List<Stop<Waiter>> stops) throws SQLException {
    List<Permit> permits = new ArrayList<>();
    for (Stop<Waiter> stop : stops) {
      int refusal = stop.by().onLimit() == OnLimit.FAIL ? FAIL : CANCEL;
      permits.add(new Permit(stop.who().release().work(), stop.by(), 0, refusal));
    }
    insert(permits);
  }

  private void insert(List<Permit> permits) throws SQLException {
    if (permits.isEmpty()) {
      return;
    }
    Arguments.update(
        connection,
        TAKE,
        Columns.texts(permits, one -> one.need().key()),
        Columns.longs(permits, one -> one.work().runId()),
        Columns.ints(permits, one -> one.work().ref().scope()),
        Columns.ints(permits, one -> one.work().ref().step()),
        Columns.shorts(permits, one -> one.work().tries().attempt()),
        Columns.shorts(permits, one -> one.work().tries().lost()),
        Columns.ints(permits, Permit::slots),
        Columns.longs(permits, one -> one.need().window()),
        Columns.shorts(permits, Permit::refusal));
  }

  /** Has the oldest holders make way; that takes the rows of their runs, and so another turn. */
  void callOff(String key, int missing) throws SQLException {
    int wanted = missing;
    try (PreparedStatement statement = connection.prepareStatement(CALLED_OFF)) {
      statement.setObject(1, key);
      try (ResultSet rs = statement.executeQuery()) {
        rs.next();
        wanted -= rs.getInt(1);
      }
    }
    List<Timers.Limit> timers = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(CALL_OFF)) {
      Arguments.of(statement).all(key, Math.max(0, wanted), key);
      try (ResultSet rs = statement.executeQuery()) {
        while (rs.next()) {
          StepRef ref = new StepRef(rs.getInt(2), rs.getInt(3));
          Work work =
              new Work(rs.getLong(1), 0, ref, new Tries(rs.getInt(4), rs.getInt(5), 0), now, now);
          timers.add(new Timers.Limit(0, Timers.CALL_OFF, work));
        }
      }
    }
    Timers.arm(connection, timers);
  }
}
