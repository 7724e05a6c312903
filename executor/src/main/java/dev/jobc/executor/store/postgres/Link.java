package dev.jobc.executor.store.postgres;

import dev.jobc.executor.EngineException;
import java.sql.Connection;
import java.sql.SQLException;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;

/**
 * A connection of one's own, opened on first use and again after it was lost. For one thread at a
 * time; {@link #close} may come from any.
 */
final class Link implements AutoCloseable {
  private final Database database;
  private final int patience;
  private volatile @Nullable Connection connection;
  private volatile boolean closed;

  Link(Database database) {
    this(database, 0);
  }

  /**
   * One that the server gives up, with all locks it holds, when it is not used.
   *
   * @param patience after so many milliseconds
   */
  Link(Database database, int patience) {
    this.database = database;
    this.patience = patience;
  }

  /** Something to do with a connection. */
  interface Task<T extends @Nullable Object> {
    T run(Connection connection) throws SQLException;
  }

  /** The open connection. */
  Connection connection() throws SQLException {
    if (closed) {
      throw new SQLException("this connection was closed", "08003");
    }
    Connection open = connection;
    if (open == null) {
      open = database.connect(patience);
      connection = open;
      if (closed) {
        drop();
      }
    }
    return open;
  }

  /** Runs a task by itself; a lost connection is opened again the next time. */
  <T extends @Nullable Object> T call(Task<T> task) {
    try {
      return task.run(connection());
    } catch (SQLException e) {
      throw failed(e);
    } catch (DataAccessException e) {
      SQLException cause = e.getCause(SQLException.class);
      throw cause == null ? e : failed(cause);
    }
  }

  private EngineException failed(SQLException e) {
    if (Failures.isConnectionLost(e)) {
      drop();
    }
    return Failures.describe(e);
  }

  /** Leaves the connection fit for the next transaction, or drops it. */
  void rollback() {
    Connection open = connection;
    if (open == null) {
      return;
    }
    try {
      if (!open.getAutoCommit()) {
        open.rollback();
        open.setAutoCommit(true);
      }
    } catch (SQLException e) {
      drop();
    }
  }

  /** Forgets the connection; the next use opens another. */
  void drop() {
    Connection open = connection;
    connection = null;
    if (open != null) {
      try {
        open.close();
      } catch (SQLException e) {
        // It is being given up; there is nobody to tell.
        return;
      }
    }
  }

  boolean isClosed() {
    return closed;
  }

  @Override
  public void close() {
    closed = true;
    Connection open = connection;
    if (open != null) {
      try {
        open.abort(Runnable::run);
      } catch (SQLException e) {
        throw new EngineException(EngineException.Kind.INTERNAL, "cannot close a connection", e);
      }
    }
  }
}
