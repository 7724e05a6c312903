package dev.jobc.executor.store.postgres;

import dev.jobc.executor.core.StepRef;
import dev.jobc.executor.store.Claimed;
import dev.jobc.executor.store.Work;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Puts released work where it belongs: the job table, the waiting room, or a lease. */
final class Releases {
  private Releases() {}

  /** Work for whoever comes first, now or when its time has come; the queues that have got some. */
  static Set<Integer> release(Connection connection, Collection<Release> releases)
      throws SQLException {
    List<Release> ready = releases.stream().filter(release -> release.delay() <= 0).toList();
    enqueue(connection, ready);
    defer(connection, releases.stream().filter(release -> release.delay() > 0).toList());
    return ready.stream().map(Release::queue).collect(Collectors.toSet());
  }

  /** Work for whoever comes first, at once. */
  static void enqueue(Connection connection, List<Release> releases) throws SQLException {
    copy(connection, releases);
    Timers.arm(connection, releases);
  }

  /** The same, without the time limits that begin now. */
  static void copy(Connection connection, List<Release> releases) throws SQLException {
    CopyRows rows = new CopyRows();
    for (Release release : releases) {
      Work work = release.work();
      rows.row(11)
          .int8(work.runId())
          .int8(work.readyAt())
          .int8(work.since())
          .int4(work.planId())
          .int4(work.ref().scope())
          .int4(work.ref().step())
          .int4(release.queue())
          .int2(release.prio())
          .int2(work.tries().attempt())
          .int2(work.tries().lost())
          .int2(work.tries().streak());
    }
    rows.send(connection, Sql.COPY_READY);
  }

  /** Work that waits for its time. */
  static void defer(Connection connection, List<Release> releases) throws SQLException {
    if (releases.isEmpty()) {
      return;
    }
    Arguments.update(
        connection,
        Sql.DEFER,
        Columns.longs(releases, Release::delay),
        Columns.longs(releases, release -> release.work().runId()),
        Columns.longs(releases, release -> release.work().since()),
        Columns.ints(releases, release -> release.work().planId()),
        Columns.ints(releases, release -> release.work().ref().scope()),
        Columns.ints(releases, release -> release.work().ref().step()),
        Columns.ints(releases, Release::queue),
        Columns.shorts(releases, Release::prio),
        Columns.shorts(releases, release -> release.work().tries().attempt()),
        Columns.shorts(releases, release -> release.work().tries().lost()),
        Columns.shorts(releases, release -> release.work().tries().streak()));
    Timers.arm(connection, releases);
  }

  /** Work that a session takes at once. */
  static List<Claimed> lease(
      Connection connection, int worker, long epoch, long now, List<Release> releases)
      throws SQLException {
    List<Work> work = releases.stream().map(Release::work).toList();
    if (work.isEmpty()) {
      return List.of();
    }
    try (PreparedStatement statement = connection.prepareStatement(Sql.INSERT_LEASE)) {
      Arguments.of(statement).all(worker, epoch, now).all(entries(work));
      try (ResultSet rs = statement.executeQuery()) {
        rs.next();
        long fence = rs.getLong(1);
        return releases.stream()
            .map(one -> new Claimed(one.work(), fence, now, one.queue()))
            .toList();
      }
    }
  }

  static void shrinkLease(Connection connection, long fence, List<Claimed> rest)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(Sql.SHRINK_LEASE)) {
      Arguments.of(statement).all(entries(rest.stream().map(Claimed::work).toList())).all(fence);
      statement.executeUpdate();
    }
  }

  static void deleteLeases(Connection connection, Collection<Long> fences) throws SQLException {
    if (!fences.isEmpty()) {
      long[] ids = fences.stream().mapToLong(Long::longValue).toArray();
      Arguments.update(connection, Sql.DELETE_LEASES, (Object) ids);
    }
  }

  private static Object[] entries(List<Work> work) {
    return new Object[] {
      Columns.longs(work, Work::runId),
      Columns.ints(work, one -> one.ref().scope()),
      Columns.ints(work, one -> one.ref().step()),
      Columns.shorts(work, one -> one.tries().attempt()),
      Columns.shorts(work, one -> one.tries().lost()),
      Columns.shorts(work, one -> one.tries().streak()),
      Columns.longs(work, Work::since)
    };
  }

  /** A lease row as entries; the plans are looked up by the caller. */
  record LeaseRow(long fence, int worker, long claimedAt, List<Entry> entries) {
    record Entry(long runId, StepRef ref, int attempt, int lost, int streak, long since) {}

    /** Reads lease_id, worker, claimed_at and the seven arrays. */
    static LeaseRow read(ResultSet rs) throws SQLException {
      Long[] runs = array(rs, 4, Long[].class);
      Integer[] scopes = array(rs, 5, Integer[].class);
      Integer[] steps = array(rs, 6, Integer[].class);
      Short[] attempts = array(rs, 7, Short[].class);
      Short[] lost = array(rs, 8, Short[].class);
      Short[] streaks = array(rs, 9, Short[].class);
      Long[] since = array(rs, 10, Long[].class);
      List<Entry> entries = new ArrayList<>(runs.length);
      for (int i = 0; i < runs.length; i++) {
        StepRef ref = new StepRef(scopes[i], steps[i]);
        entries.add(new Entry(runs[i], ref, attempts[i], lost[i], streaks[i], since[i]));
      }
      return new LeaseRow(rs.getLong(1), rs.getInt(2), rs.getLong(3), entries);
    }

    private static <T> T array(ResultSet rs, int column, Class<T> type) throws SQLException {
      Array array = rs.getArray(column);
      return type.cast(array.getArray());
    }
  }
}
