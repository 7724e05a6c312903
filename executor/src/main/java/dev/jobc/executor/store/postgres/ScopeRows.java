package dev.jobc.executor.store.postgres;

import dev.jobc.executor.core.Cause;
import dev.jobc.executor.core.Fault;
import dev.jobc.executor.core.How;
import dev.jobc.executor.core.Role;
import dev.jobc.executor.core.ScopeImage;
import dev.jobc.executor.core.ScopeImage.Progress;
import dev.jobc.executor.core.StepRef;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Scopes as rows of {@code scope}. */
final class ScopeRows {
  private ScopeRows() {}

  /** How many columns {@link Sql#SCOPE_COLUMNS} has. */
  static final int COLUMNS = 23;

  /** Reads {@link Sql#SCOPE_COLUMNS}; the run is the first of them. */
  static ScopeImage read(ResultSet rs) throws SQLException {
    int cause = rs.getInt(11);
    return new ScopeImage(
        rs.getInt(2),
        new StepRef(rs.getInt(3), rs.getInt(4)),
        role(rs.getInt(5)),
        rs.getInt(6),
        rs.getInt(7),
        rs.getInt(8),
        rs.getInt(9),
        rs.getLong(10),
        cause == 0 ? null : new Cause(how(cause), fault(rs, 12, 0)),
        rs.getInt(23),
        new Progress(
            rs.getInt(15),
            rs.getInt(16),
            rs.getInt(17),
            rs.getInt(18),
            fault(rs, 19, rs.getInt(22))));
  }

  /** Reads a step and a name. */
  private static @Nullable Fault fault(ResultSet rs, int column, int number) throws SQLException {
    String name = rs.getString(column + 2);
    return name == null
        ? null
        : new Fault(number, new StepRef(rs.getInt(column), rs.getInt(column + 1)), name);
  }

  static int code(@Nullable Cause cause) {
    return cause == null
        ? 0
        : switch (cause.how()) {
          case SUCCEEDED -> 1;
          case FAILED -> 2;
          case CANCELLED -> 3;
          case RETURNED -> 4;
        };
  }

  private static How how(int code) {
    return switch (code) {
      case 1 -> How.SUCCEEDED;
      case 2 -> How.FAILED;
      case 3 -> How.CANCELLED;
      case 4 -> How.RETURNED;
      default -> throw new IllegalStateException("no cause has the code " + code);
    };
  }

  static int code(Role role) {
    return switch (role) {
      case ITEMS -> 1;
      case BODY -> 2;
      case CATCH -> 3;
      case FINALLY -> 4;
      case CASE -> 5;
      case TURN -> 6;
      case BRANCH -> 7;
      case PARTS -> 8;
      case COMBINE -> 9;
      case REDUCE -> 10;
      case CALLS -> 11;
      case UNDO -> 12;
      case CHECK -> 13;
    };
  }

  static Role role(int code) {
    for (Role role : Role.values()) {
      if (code(role) == code) {
        return role;
      }
    }
    throw new IllegalStateException("no role has the code " + code);
  }

  static @Nullable Fault cause(ScopeImage scope) {
    return scope.cause() == null ? null : scope.cause().fault();
  }

  static int originScope(@Nullable Fault fault) {
    return fault == null ? 0 : fault.origin().scope();
  }

  static int originStep(@Nullable Fault fault) {
    return fault == null ? 0 : fault.origin().step();
  }

  static @Nullable String name(@Nullable Fault fault) {
    return fault == null ? null : fault.name();
  }

  static int number(@Nullable Fault fault) {
    return fault == null ? 0 : fault.number();
  }
}
