package dev.jobc.executor.store.postgres;

import dev.jobc.executor.EngineException;
import java.net.UnknownHostException;
import java.sql.SQLException;

/** What an error of the database means to the engine, told by its SQLSTATE. */
final class Failures {
  private Failures() {}

  /** The connection is gone or going, or the server can't be asked now; another try may do. */
  static boolean isConnectionLost(SQLException e) {
    String state = state(e);
    return state.startsWith("08")
        || state.startsWith("57P")
        || state.equals("53300")
        || state.equals("25P03")
        || state.isEmpty() && e.getMessage() != null && e.getMessage().contains("closed");
  }

  /** Two transactions were in each other's way; the same again may do. */
  static boolean isConflict(SQLException e) {
    String state = state(e);
    return state.equals("40P01") || state.equals("40001") || state.equals("55P03");
  }

  static boolean isStorage(SQLException e) {
    String state = state(e);
    return state.equals("53100") || state.equals("25006") || state.equals("58030");
  }

  static boolean isDuplicate(SQLException e) {
    return state(e).equals("23505");
  }

  /** An exception for the engine's callers, without the driver's way of speaking. */
  static EngineException describe(SQLException e) {
    String message = message(e);
    if (isStorage(e)) {
      return new EngineException(
          EngineException.Kind.STORAGE, "the database can't store more: " + message, e);
    }
    if (state(e).startsWith("28") || state(e).startsWith("3D")) {
      return new EngineException(
          EngineException.Kind.UNREACHABLE, "the database refuses the login: " + message, e);
    }
    if (isConnectionLost(e)) {
      return new EngineException(
          EngineException.Kind.UNREACHABLE, "the database can't be reached: " + message, e);
    }
    if (state(e).equals("42501")) {
      return new EngineException(
          EngineException.Kind.SCHEMA, "the database user lacks a permission: " + message, e);
    }
    if (state(e).startsWith("42P01") || state(e).equals("42703")) {
      return new EngineException(
          EngineException.Kind.SCHEMA, "the database's tables are not jobc's: " + message, e);
    }
    return new EngineException(EngineException.Kind.INTERNAL, message, e);
  }

  private static String state(SQLException e) {
    return e.getSQLState() == null ? "" : e.getSQLState();
  }

  private static String message(SQLException e) {
    if (e.getCause() instanceof UnknownHostException unknown) {
      return "no host is called `" + unknown.getMessage() + "`";
    }
    String message = e.getMessage() == null ? e.toString() : e.getMessage();
    return message.lines().findFirst().orElse(message).replaceFirst("^(ERROR|FATAL): ", "");
  }
}
