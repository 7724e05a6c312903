package dev.jobc.executor.testing;

import dev.jobc.executor.store.DatabaseSettings;
import dev.jobc.executor.store.postgres.PostgresStore;
import dev.jobc.postgres.EmbeddedPostgres;
import dev.jobc.postgres.ThrowawayPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A migrated database of a test's own on the server of this JVM: a copy of a template. */
public final class TestDatabase {
  private static final String TEMPLATE = "jobc_template";
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final DatabaseSettings settings;

  private TestDatabase(DatabaseSettings settings) {
    this.settings = settings;
  }

  /** Made once, at the first use. */
  private static final class Template {
    private static final EmbeddedPostgres SERVER = make();

    private static EmbeddedPostgres make() {
      EmbeddedPostgres server = ThrowawayPostgres.shared();
      run(server, "create database " + TEMPLATE);
      PostgresStore.open(of(server, TEMPLATE), InstantSource.system()).close();
      return server;
    }
  }

  public static TestDatabase create() {
    String name = "test_" + NUMBER.incrementAndGet();
    run(Template.SERVER, "create database " + name + " template " + TEMPLATE);
    return new TestDatabase(of(Template.SERVER, name));
  }

  /** The first database of a server of one's own, without any table. */
  public static TestDatabase on(EmbeddedPostgres server) {
    return new TestDatabase(of(server, server.database()));
  }

  /** A database without any table. */
  public static TestDatabase empty() {
    String name = "empty_" + NUMBER.incrementAndGet();
    run(Template.SERVER, "create database " + name);
    return new TestDatabase(of(Template.SERVER, name));
  }

  private static DatabaseSettings of(EmbeddedPostgres server, String name) {
    return new DatabaseSettings(server.jdbcUrl(name), server.user(), server.password());
  }

  private static void run(EmbeddedPostgres server, String sql) {
    DatabaseSettings settings = of(server, server.database());
    new TestDatabase(settings).execute(sql);
  }

  public DatabaseSettings settings() {
    return settings;
  }

  public Connection connect() throws SQLException {
    return DriverManager.getConnection(settings.url(), settings.user(), settings.password());
  }

  public void execute(String sql) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** Rows as text, columns separated by a bar. */
  public List<String> query(String sql) {
    List<String> rows = new ArrayList<>();
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rs = statement.executeQuery(sql)) {
      while (rs.next()) {
        StringBuilder row = new StringBuilder();
        for (int column = 1; column <= rs.getMetaData().getColumnCount(); column++) {
          row.append(column == 1 ? "" : "|").append(rs.getString(column));
        }
        rows.add(row.toString());
      }
      return rows;
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  public long count(String sql) {
    return Long.parseLong(query(sql).get(0));
  }

  /** Ends every other connection to this database, as a server that restarts would. */
  public void cutConnections(String where) {
    query(
        "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database()"
            + " and pid <> pg_backend_pid() and "
            + where);
  }
}
