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
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One partition a day (UTC) of the tables that keep history: made a few days ahead, dropped whole.
 */
final class Partitions {
  private static final List<String> TABLES = List.of("attempt", "log_chunk");
  private static final int DAYS_AHEAD = 3;

  private static final String CHILDREN =
      """
      select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
      where i.inhparent = ?::regclass order by 1\
      """;

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

  /**
   * Drops the days before another.
   *
   * @return how many there were
   */
  int dropBefore(LocalDate first) {
    Set<LocalDate> dropped = new HashSet<>();
    for (String table : TABLES) {
      for (String name : database.pooled(connection -> partitions(connection, table))) {
        LocalDate day = day(table, name);
        if (day != null && day.isBefore(first) && drop(name)) {
          dropped.add(day);
        }
      }
      emptyRest(table, first);
    }
    return dropped.size();
  }

  /** The first day of a database has no partition of its own. */
  private void emptyRest(String table, LocalDate first) {
    String column = table.equals("attempt") ? "finished_at" : "at";
    database.pooled(
        connection ->
            Arguments.update(
                connection,
                "delete from jobc.%s_default where %s < ?".formatted(table, column),
                first.atStartOfDay().atOffset(ZoneOffset.UTC)));
  }

  private static List<String> partitions(Connection connection, String table) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(CHILDREN)) {
      statement.setString(1, "jobc." + table);
      List<String> names = new ArrayList<>();
      try (ResultSet rs = statement.executeQuery()) {
        while (rs.next()) {
          names.add(rs.getString(1));
        }
      }
      return names;
    }
  }

  /** The day of a partition, null for the one of the rest. */
  private static @Nullable LocalDate day(String table, String name) {
    String digits = name.substring(table.length() + 1);
    return digits.matches("[0-9]{8}")
        ? LocalDate.parse(digits, DateTimeFormatter.BASIC_ISO_DATE)
        : null;
  }

  /** Whoever writes history goes first: then the next cleaning drops the day. */
  private boolean drop(String name) {
    try {
      database.transaction(
          connection -> {
            try (Statement statement = connection.createStatement()) {
              statement.execute("set local lock_timeout = '2s'");
              return statement.execute("drop table if exists jobc." + name);
            }
          });
      return true;
    } catch (EngineException e) {
      if (e.getCause() instanceof SQLException cause && Failures.isConflict(cause)) {
        return false;
      }
      throw e;
    }
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
