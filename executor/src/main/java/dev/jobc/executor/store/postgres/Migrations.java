package dev.jobc.executor.store.postgres;

import dev.jobc.executor.EngineException;
import dev.jobc.executor.store.DatabaseSettings;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/**
 * Brings the schema up to date. Flyway is loaded only when there is something to do: looking at its
 * history is a hundred times cheaper than starting it.
 */
final class Migrations {
  /** The newest migration of this build; a test compares it with the files. */
  static final int NEWEST = 5;

  private static final int OLDEST_SERVER = 150_000;

  private static final String SERVER = "select current_setting('server_version_num')::int";

  private static final String HISTORY =
      "select to_regclass('jobc.flyway_schema_history') is not null";

  private static final String APPLIED =
      """
      select coalesce(max(version::int), 0), coalesce(bool_and(success), true)
      from jobc.flyway_schema_history where version is not null\
      """;

  private Migrations() {}

  static void run(Database database, DatabaseSettings settings) {
    int applied = database.pooled(Migrations::applied);
    if (applied > NEWEST) {
      throw new EngineException(
          EngineException.Kind.SCHEMA,
          "the database is at schema version %d, this jobc knows versions up to %d: use a newer jobc"
              .formatted(applied, NEWEST));
    }
    if (applied < NEWEST) {
      migrate(settings);
    }
  }

  private static int applied(Connection connection) throws SQLException {
    int server = number(connection, SERVER);
    if (server < OLDEST_SERVER) {
      throw new EngineException(
          EngineException.Kind.SCHEMA,
          "the server is PostgreSQL %d, jobc needs 15 or later".formatted(server / 10_000));
    }
    try (PreparedStatement statement = connection.prepareStatement(HISTORY);
        ResultSet rs = statement.executeQuery()) {
      rs.next();
      if (!rs.getBoolean(1)) {
        return 0;
      }
    }
    try (PreparedStatement statement = connection.prepareStatement(APPLIED);
        ResultSet rs = statement.executeQuery()) {
      rs.next();
      if (!rs.getBoolean(2)) {
        throw new EngineException(
            EngineException.Kind.SCHEMA,
            "an earlier migration of the schema `jobc` failed half-way; see"
                + " jobc.flyway_schema_history");
      }
      return rs.getInt(1);
    }
  }

  private static int number(Connection connection, String question) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(question);
        ResultSet rs = statement.executeQuery()) {
      rs.next();
      return rs.getInt(1);
    }
  }

  /** Flyway takes a lock of its own, so that two processes that start at once don't collide. */
  private static void migrate(DatabaseSettings settings) {
    try {
      Flyway.configure(Migrations.class.getClassLoader())
          .dataSource(settings.url(), settings.user(), settings.password())
          .schemas("jobc")
          .placeholderReplacement(false)
          .locations("classpath:db/migration")
          .load()
          .migrate();
    } catch (FlywayException e) {
      SQLException cause = sqlCause(e);
      throw cause == null
          ? new EngineException(EngineException.Kind.SCHEMA, firstLine(e), e)
          : Failures.describe(cause);
    }
  }

  private static @org.jspecify.annotations.Nullable SQLException sqlCause(Throwable e) {
    for (Throwable at = e; at != null; at = at.getCause()) {
      if (at instanceof SQLException sql) {
        return sql;
      }
    }
    return null;
  }

  private static String firstLine(Throwable e) {
    String message = e.getMessage() == null ? e.toString() : e.getMessage();
    return "the schema `jobc` can't be brought up to date: "
        + message.lines().findFirst().orElse("").strip();
  }
}
