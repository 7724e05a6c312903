package dev.jobc.executor.store.postgres;

import dev.jobc.executor.EngineException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

/** One partition a day (UTC) of the tables that keep history, made a few days ahead. */
final class Partitions {
  private static final List<String> TABLES = List.of("attempt", "log_chunk");
  private static final int DAYS_AHEAD = 3;

  private final Database database;

  Partitions(Database database) {
    this.database = database;
  }

  /** Makes what is missing from the day after {@code now} on; today may have rows elsewhere. */
  void prepare(Instant now) {
    LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
    for (String table : TABLES) {
      for (int day = 1; day <= DAYS_AHEAD; day++) {
        prepare(table, today.plusDays(day));
      }
    }
  }

  private void prepare(String table, LocalDate day) {
    String name = "jobc." + table + "_" + day.format(DateTimeFormatter.BASIC_ISO_DATE);
    if (database.pooled(connection -> exists(connection, name))) {
      return;
    }
    String create =
        "create table if not exists %s partition of jobc.%s for values from ('%s+00') to ('%s+00')"
            .formatted(name, table, day, day.plusDays(1));
    database.transaction(
        connection -> {
          try (Statement statement = connection.createStatement()) {
            statement.execute("set local lock_timeout = '1s'");
            return statement.execute(create);
          }
        });
  }

  private static boolean exists(Connection connection, String name) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("select to_regclass(?) is not null")) {
      statement.setString(1, name);
      try (ResultSet rs = statement.executeQuery()) {
        if (!rs.next()) {
          throw new EngineException(EngineException.Kind.INTERNAL, "no answer about " + name);
        }
        return rs.getBoolean(1);
      }
    }
  }
}
