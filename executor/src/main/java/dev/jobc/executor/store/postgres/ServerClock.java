package dev.jobc.executor.store.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * The time of the database's server, the one clock that all processes share.
 *
 * <ol>
 *   <li>Between two looks at the server this process's monotonic clock goes on from the last one: a
 *       jump of the machine's own clock moves nothing.
 *   <li>A look costs a round trip, so it is taken with the chores, every second.
 * </ol>
 */
final class ServerClock implements InstantSource {
  private static final String NOW =
      "select (extract(epoch from clock_timestamp()) * 1000000)::bigint";

  private final InstantSource machine;
  private final boolean asks;
  private volatile @Nullable Look last;

  /** What the server said, and when that was by the monotonic clock. */
  private record Look(Instant server, long nanos) {}

  /**
   * Not set yet.
   *
   * @param machine stands in until the server has been asked
   */
  ServerClock(InstantSource machine) {
    this(machine, true);
  }

  private ServerClock(InstantSource machine, boolean asks) {
    this.machine = machine;
    this.asks = asks;
  }

  /** Goes by another clock, whatever the server says: for what happens at times long gone. */
  static ServerClock by(InstantSource other) {
    return new ServerClock(other, false);
  }

  /** Asks the server. */
  Instant look(Connection connection) throws SQLException {
    if (!asks) {
      return machine.instant();
    }
    long before = System.nanoTime();
    try (PreparedStatement statement = connection.prepareStatement(NOW);
        ResultSet rs = statement.executeQuery()) {
      rs.next();
      Instant server = Instant.EPOCH.plus(rs.getLong(1), ChronoUnit.MICROS);
      long after = System.nanoTime();
      // Half-way between question and answer.
      last = new Look(server, before + (after - before) / 2);
      return server;
    }
  }

  @Override
  public Instant instant() {
    Look look = last;
    return look == null
        ? machine.instant()
        : look.server().plusNanos(System.nanoTime() - look.nanos());
  }
}
