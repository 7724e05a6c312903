package dev.jobc.executor.store.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import dev.jobc.executor.store.DatabaseSettings;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.conf.Settings;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

/** The ways to reach one database: a pool for questions, own connections for the hot loops. */
final class Database implements AutoCloseable {
  /** What every session is told: nobody waits for the locks of a process that stands still. */
  private static final String COMMON = "-c idle_in_transaction_session_timeout=10000";

  /**
   * What the sessions of loops are told besides. Hot statements address rows through their one
   * index; a plan that scans or hashes is never better, only sometimes chosen when a table happens
   * to be empty.
   */
  private static final String OPTIONS =
      "-c jit=off -c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off"
          + " -c plan_cache_mode=force_generic_plan";

  private final DatabaseSettings settings;
  private final HikariDataSource pool;

  Database(DatabaseSettings settings) {
    this.settings = settings;
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(settings.url());
    config.setDataSourceProperties(properties("jobc", COMMON));
    config.setMaximumPoolSize(4);
    config.setMinimumIdle(0);
    config.setInitializationFailTimeout(1);
    config.setConnectionTimeout(3_000);
    config.setPoolName("jobc");
    pool = pool(config);
  }

  /** Opens the first connection at once, so that a wrong address is told without a wait. */
  private static HikariDataSource pool(HikariConfig config) {
    try {
      return new HikariDataSource(config);
    } catch (PoolInitializationException e) {
      for (@Nullable Throwable at = e; at != null; at = at.getCause()) {
        if (at instanceof SQLException sql) {
          throw Failures.describe(sql);
        }
      }
      throw e;
    }
  }

  /**
   * A connection for one of the loops.
   *
   * @param patience milliseconds after which the server gives up one that asks nothing; 0 for never
   */
  Connection connect(int patience) throws SQLException {
    String options = COMMON + " " + OPTIONS + " -c idle_session_timeout=" + patience;
    Connection connection =
        new Driver().connect(settings.url(), properties("jobc worker", options));
    if (connection == null) {
      throw new SQLException("not an address of PostgreSQL: " + settings.url(), "08001");
    }
    return connection;
  }

  private Properties properties(String name, String options) {
    Properties properties = new Properties();
    properties.setProperty("user", settings.user());
    properties.setProperty("password", settings.password());
    properties.setProperty("ApplicationName", name);
    properties.setProperty("prepareThreshold", "1");
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty("connectTimeout", "10");
    properties.setProperty("assumeMinServerVersion", "15");
    properties.setProperty("options", options);
    return properties;
  }

  /** Something to ask. */
  interface Question<T extends @Nullable Object> {
    T ask(DSLContext jooq);
  }

  /** Asks through the pool, in a transaction of its own. */
  <T extends @Nullable Object> T ask(Question<T> question) {
    return pooled(connection -> question.ask(jooq(connection)));
  }

  /** Runs a task on a pooled connection, each statement for itself. */
  <T extends @Nullable Object> T pooled(Link.Task<T> task) {
    try (Connection connection = pool.getConnection()) {
      return task.run(connection);
    } catch (SQLException e) {
      throw Failures.describe(root(e));
    } catch (DataAccessException e) {
      SQLException cause = e.getCause(SQLException.class);
      throw cause == null ? e : Failures.describe(cause);
    }
  }

  /** Runs a task on a pooled connection in one transaction. */
  <T extends @Nullable Object> T transaction(Link.Task<T> task) {
    return pooled(
        connection -> {
          connection.setAutoCommit(false);
          try {
            T result = task.run(connection);
            connection.commit();
            return result;
          } catch (SQLException | RuntimeException e) {
            rollback(connection);
            throw e;
          } finally {
            restore(connection);
          }
        });
  }

  /** Undoes what there is; says nothing, because why is known already. */
  static void rollback(Connection connection) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      // The pool throws a broken connection away; the first error is the one to tell.
      return;
    }
  }

  /** Ends the transaction mode of a connection, which is fit for the pool then, or broken. */
  static void restore(Connection connection) {
    try {
      connection.setAutoCommit(true);
    } catch (SQLException e) {
      return;
    }
  }

  static DSLContext jooq(Connection connection) {
    Settings settings = new Settings().withExecuteLogging(false);
    return DSL.using(connection, SQLDialect.POSTGRES, settings);
  }

  /** The pool wraps why it could not connect. */
  private static SQLException root(SQLException e) {
    @Nullable Throwable cause = e.getCause();
    return cause instanceof SQLException inner ? inner : e;
  }

  @Override
  public void close() {
    pool.close();
  }
}
