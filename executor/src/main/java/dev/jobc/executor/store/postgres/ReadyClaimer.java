package dev.jobc.executor.store.postgres;

import dev.jobc.executor.core.StepRef;
import dev.jobc.executor.core.Tries;
import dev.jobc.executor.store.Claimed;
import dev.jobc.executor.store.Work;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Runs the claim. One lease a batch; a statement is a transaction of its own. */
final class ReadyClaimer {
  private static final String SESSIONS =
      "select count(*) from (select from jobc.worker where state = 0 limit 2) w";

  /** Values of {@code ready.prio}: priorities 9 to 0. */
  private static final int PRIORITIES = 10;

  private final SessionKey session;
  private final InstantSource clock;
  private final ClaimFloors floors = new ClaimFloors();

  /** Whether no other session has been seen lately. */
  private boolean alone;

  ReadyClaimer(SessionKey session, InstantSource clock) {
    this.session = session;
    this.clock = clock;
  }

  private record Row(Claimed claimed, int order, int prio, long id, boolean halt) {}

  /**
   * What was taken.
   *
   * @param suspects those of it that may have been cancelled
   */
  record Taken(List<Claimed> claimed, List<Claimed> suspects) {}

  /** Takes up to so many; queues in order of preference, each best priority first. */
  Taken claim(Connection connection, List<Integer> queues, int limit) throws SQLException {
    long started = System.nanoTime();
    if (floors.sweepDue(started)) {
      alone = isAlone(connection);
      Taken claimed = claim(connection, queues, limit, true);
      floors.swept(started, System.nanoTime());
      return claimed;
    }
    return claim(connection, queues, limit, false);
  }

  private static boolean isAlone(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(SESSIONS);
        ResultSet rs = statement.executeQuery()) {
      rs.next();
      return rs.getInt(1) == 1;
    }
  }

  private Taken claim(Connection connection, List<Integer> queues, int limit, boolean sweep)
      throws SQLException {
    int lanes = queues.size() * PRIORITIES;
    int[] queue = new int[lanes];
    short[] prio = new short[lanes];
    long[] floor = new long[lanes];
    for (int lane = 0; lane < lanes; lane++) {
      queue[lane] = queues.get(lane / PRIORITIES);
      prio[lane] = (short) (lane % PRIORITIES);
      floor[lane] = sweep ? 0 : floors.floor(queue[lane], prio[lane]);
    }
    try (PreparedStatement statement =
        connection.prepareStatement(alone ? Sql.CLAIM_ALONE : Sql.CLAIM)) {
      long now = Micros.now(clock);
      Arguments.of(statement)
          .all(queue, prio, floor, session.worker(), session.epoch(), limit, limit)
          .all(session.worker(), session.epoch(), now);
      try (ResultSet rs = statement.executeQuery()) {
        return read(rs, queues, now);
      }
    } catch (SQLException e) {
      floors.failed();
      throw e;
    }
  }

  private Taken read(ResultSet rs, List<Integer> queues, long now) throws SQLException {
    long nanos = System.nanoTime();
    List<Row> rows = new ArrayList<>();
    while (rs.next()) {
      long id = rs.getLong(1);
      Work work =
          new Work(
              rs.getLong(2),
              rs.getInt(5),
              new StepRef(rs.getInt(6), rs.getInt(7)),
              new Tries(rs.getInt(10), rs.getInt(11), rs.getInt(12)),
              rs.getLong(4),
              rs.getLong(3));
      int queue = rs.getInt(8);
      int prio = rs.getInt(9);
      floors.claimed(queue, prio, id, nanos);
      Claimed claimed = new Claimed(work, rs.getLong(13), now, queue);
      rows.add(new Row(claimed, queues.indexOf(queue), prio, id, rs.getBoolean(14)));
    }
    rows.sort(
        Comparator.comparingInt(Row::order).thenComparingInt(Row::prio).thenComparing(Row::id));
    return new Taken(
        rows.stream().map(Row::claimed).toList(),
        rows.stream().filter(Row::halt).map(Row::claimed).toList());
  }
}
