package dev.jobc.cli;

import dev.jobc.postgres.EmbeddedPostgres;
import dev.jobc.postgres.ThrowawayPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/** Empty databases on this JVM's throw-away server. */
final class TestDatabase {
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private TestDatabase() {}

  /** Points a caller to a database of its own. */
  static Jobc give(Jobc jobc) throws SQLException {
    EmbeddedPostgres server = ThrowawayPostgres.shared();
    String name = "cli_" + NUMBER.incrementAndGet();
    try (Connection connection =
            DriverManager.getConnection(
                server.jdbcUrl(server.database()), server.user(), server.password());
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    }
    return jobc.with("JOBC_DATABASE_URL", server.jdbcUrl(name))
        .with("JOBC_DATABASE_USER", server.user())
        .with("JOBC_DATABASE_PASSWORD", server.password());
  }

  /** Does something to the database of a caller that no verb would. */
  static void execute(Jobc jobc, String sql) throws SQLException {
    EmbeddedPostgres server = ThrowawayPostgres.shared();
    try (Connection connection =
            DriverManager.getConnection(
                jobc.variable("JOBC_DATABASE_URL"), server.user(), server.password());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
