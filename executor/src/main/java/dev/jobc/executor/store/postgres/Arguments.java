package dev.jobc.executor.store.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** Sets the parameters of a hot statement from left to right; arrays go in binary. */
final class Arguments {
  private final PreparedStatement statement;
  private int next = 1;

  private Arguments(PreparedStatement statement) {
    this.statement = statement;
  }

  static Arguments of(PreparedStatement statement) {
    return new Arguments(statement);
  }

  /** Prepares and sets; the caller closes the statement. */
  static int update(Connection connection, String sql, Object... values) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      of(statement).all(values);
      return statement.executeUpdate();
    }
  }

  Arguments all(@Nullable Object... values) throws SQLException {
    for (Object value : values) {
      statement.setObject(next++, value);
    }
    return this;
  }

  /** A time with zone, from microseconds since 1970. */
  static OffsetDateTime time(long micros) {
    return instant(micros).atOffset(ZoneOffset.UTC);
  }

  static Instant instant(long micros) {
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000L);
  }
}
