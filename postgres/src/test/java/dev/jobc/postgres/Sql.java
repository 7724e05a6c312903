package dev.jobc.postgres;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Asks a server one thing. */
final class Sql {
  private Sql() {}

  static String ask(EmbeddedPostgres server, String query) throws SQLException {
    try (Connection connection = connect(server, server.password());
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getString(1);
    }
  }

  static void run(EmbeddedPostgres server, String command) throws SQLException {
    try (Connection connection = connect(server, server.password());
        Statement statement = connection.createStatement()) {
      statement.execute(command);
    }
  }

  static Connection connect(EmbeddedPostgres server, String password) throws SQLException {
    return DriverManager.getConnection(server.jdbcUrl(server.database()), server.user(), password);
  }
}
