package dev.jobc.executor;

/**
 * The engine could not do what it was asked: no database, no permission, a schema from the future.
 */
public class EngineException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final Kind kind;

  /** What went wrong, for exit codes and hints. */
  public enum Kind {
    /** Nobody answers at the address, or the login is refused. */
    UNREACHABLE,
    /** The database is of a newer or damaged schema. */
    SCHEMA,
    /** The database is out of space or read-only. */
    STORAGE,
    NOT_FOUND,
    INVALID_INPUT,
    /** What was asked for would have been possible before. */
    TOO_LATE,
    /** The plan holds what this release cannot run. */
    UNSUPPORTED,
    INTERNAL
  }

  public EngineException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  public EngineException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
