package dev.jobc.executor.store.postgres;

import dev.jobc.executor.core.Need;
import dev.jobc.executor.core.StepRef;
import dev.jobc.executor.core.Tries;
import dev.jobc.executor.store.Work;
import dev.jobc.executor.store.postgres.Permits.Waiter;
import dev.jobc.plan.FlowControl.Concurrency.OnLimit;
import dev.jobc.plan.Timeouts;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The rows of {@code permit} and {@code held_back}, read and written in sets. */
final class PermitRows {
  /** In place of a step: the run as a whole. */
  static final int RUN = -1;

  /** Second key of the advisory lock. */
  private static final int LOCK_PERMITS = -3;

  /** How many of those that wait at a limit are looked at in one go. */
  private static final int LOOK = 200;

  static final int FAIL = 1;
  static final int CANCEL = 2;

  static final String IN_USE =
      "select exists (select from jobc.permit) or exists (select from jobc.held_back)";

  private static final String LOCK = "select pg_advisory_xact_lock(?, ?)";

  private static final String SETTLED =
      " from unnest(?::bigint[], ?::int[], ?::int[], ?::smallint[]) i(run_id, scope, step,"
          + " attempt)";

  private static final String SAME =
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

  private static final String FORGET =
      "delete from jobc.held_back p using"
          + SETTLED.substring(" from".length())
          + " where "
          + SAME
          + " returning p.waits_for";

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

  private static final String FORGET_RUNS =
      "delete from jobc.held_back where run_id = any(?) returning waits_for";

  private static final String END_WINDOWS =
      "delete from jobc.permit where ends_at <= clock_timestamp() returning key";

  private static final String TAKEN =
      """
      select key, sum(slots) from jobc.permit
      where key = any(?) and (ends_at is null or ends_at > clock_timestamp()) group by key\
      """;

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

  private static final String LEAVE = "delete from jobc.held_back where id = any(?)";

  private static final String MOVE =
      "update jobc.held_back set waits_for = ? where waits_for = ? and id = ?";

  private static final String KEEP =
      """
      insert into jobc.held_back (waits_for, prio, since, run_id, plan_id, scope, step, q, attempt,
        lost, streak, keys, limits, slots, wins, policies)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)\
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

  /** One that does not get through, at a limit that lacks so many slots. */
  record Stop(Waiter one, Need by, int missing) {}

  /**
   * Those that wait, as far as they were read.
   *
   * @param more where more may wait than were read
   */
  record Waiting(List<Waiter> first, Set<String> more) {}

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
          .all(columns(settled))
          .all(columns(settled))
          .all(runs, runs)
          .all((Object) all(settled, ended));
      try (ResultSet rs = statement.executeQuery()) {
        rs.next();
        return rs.getBoolean(1);
      }
    }
  }

  /** Takes back what attempts and runs held or waited for; returns the limits concerned. */
  Set<String> giveBack(List<Work> settled, Collection<Long> ended) throws SQLException {
    Set<String> keys = new LinkedHashSet<>();
    keys(END_WINDOWS, keys);
    if (!settled.isEmpty()) {
      keys(GIVE_BACK, keys, columns(settled));
      keys(FORGET, keys, columns(settled));
    }
    if (!ended.isEmpty()) {
      keys(END_RUNS, keys, runs(ended));
      keys(FORGET_RUNS, keys, runs(ended));
    }
    try (PreparedStatement statement = connection.prepareStatement(RELEASE_RUNS)) {
      Arguments.of(statement).all((Object) all(settled, ended)).all(columns(settled));
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

  private static void keys(PreparedStatement statement, Set<String> keys) throws SQLException {
    try (ResultSet rs = statement.executeQuery()) {
      while (rs.next()) {
        keys.add(rs.getString(1));
      }
    }
  }

  private static Object[] columns(List<Work> work) {
    return new Object[] {
      Columns.longs(work, Work::runId),
      Columns.ints(work, one -> one.ref().scope()),
      Columns.ints(work, one -> one.ref().step()),
      Columns.shorts(work, one -> one.tries().attempt())
    };
  }

  private static long[] runs(Collection<Long> runs) {
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
    return new Waiter(rs.getLong(1), rs.getString(2), release, needs(rs));
  }

  private static List<Need> needs(ResultSet rs) throws SQLException {
    String[] keys = (String[]) rs.getArray(13).getArray();
    Integer[] limits = (Integer[]) rs.getArray(14).getArray();
    Integer[] slots = (Integer[]) rs.getArray(15).getArray();
    Long[] windows = (Long[]) rs.getArray(16).getArray();
    Short[] policies = (Short[]) rs.getArray(17).getArray();
    List<Need> needs = new ArrayList<>();
    for (int i = 0; i < keys.length; i++) {
      OnLimit policy = OnLimit.values()[policies[i]];
      needs.add(new Need(keys[i], limits[i], slots[i], windows[i], policy));
    }
    return needs;
  }

  /** A row to be. */
  private record Permit(Work work, Need need, int slots, int refusal) {}

  /** They are let through, and hold what they need. */
  void take(List<Waiter> through) throws SQLException {
    List<Permit> permits = new ArrayList<>();
    for (Waiter one : through) {
      for (Need need : one.needs()) {
        permits.add(new Permit(one.release().work(), need, need.slots(), 0));
      }
    }
    insert(permits);
    leave(through);
  }

  /** They are told so when a worker gets them, and hold nothing. */
  void refuse(List<Stop> stops) throws SQLException {
    List<Permit> permits = new ArrayList<>();
    for (Stop stop : stops) {
      int refusal = stop.by().onLimit() == OnLimit.FAIL ? FAIL : CANCEL;
      permits.add(new Permit(stop.one().release().work(), stop.by(), 0, refusal));
    }
    insert(permits);
    leave(stops.stream().map(Stop::one).toList());
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

  private void leave(List<Waiter> waiters) throws SQLException {
    long[] ids = waiters.stream().filter(one -> !one.isNew()).mapToLong(Waiter::id).toArray();
    if (ids.length > 0) {
      Arguments.update(connection, LEAVE, (Object) ids);
    }
  }

  /** They wait, each at the limit that stopped it. */
  void keep(List<Stop> stops) throws SQLException {
    List<Release> fresh = new ArrayList<>();
    List<Stop> added = new ArrayList<>();
    for (Stop stop : stops) {
      Waiter one = stop.one();
      if (one.isNew()) {
        added.add(stop);
        fresh.add(one.release());
      } else if (!one.at().equals(stop.by().key())) {
        Arguments.update(connection, MOVE, stop.by().key(), one.at(), one.id());
      }
      if (stop.by().onLimit() == OnLimit.CANCEL_RUNNING && stop.missing() > 0) {
        callOff(stop.by().key(), stop.missing());
      }
    }
    insertWaiting(added);
    Timers.arm(connection, fresh);
  }

  private void insertWaiting(List<Stop> stops) throws SQLException {
    if (stops.isEmpty()) {
      return;
    }
    try (PreparedStatement statement = connection.prepareStatement(KEEP)) {
      for (Stop stop : stops) {
        set(statement, stop.one(), stop.by().key());
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  private static void set(PreparedStatement statement, Waiter one, String key) throws SQLException {
    Release release = one.release();
    Work work = release.work();
    List<Need> needs = one.needs();
    Arguments.of(statement)
        .all(key, (short) release.prio(), work.since(), work.runId(), work.planId())
        .all(work.ref().scope(), work.ref().step(), release.queue())
        .all((short) work.tries().attempt(), (short) work.tries().lost())
        .all((short) work.tries().streak(), Columns.texts(needs, Need::key))
        .all(Columns.ints(needs, Need::limit), Columns.ints(needs, Need::slots))
        .all(Columns.longs(needs, Need::window))
        .all((Object) Columns.shorts(needs, need -> need.onLimit().ordinal()));
  }

  /** Has the oldest holders make way; that takes the rows of their runs, and so another turn. */
  private void callOff(String key, int missing) throws SQLException {
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
