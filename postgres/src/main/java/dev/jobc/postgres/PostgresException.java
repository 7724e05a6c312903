package dev.jobc.postgres;

/** The embedded server could not do what it was asked; message and hint are for people. */
public final class PostgresException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final String hint;

  public PostgresException(String message, String hint) {
    super(message);
    this.hint = hint;
  }

  public PostgresException(String message, String hint, Throwable cause) {
    super(message, cause);
    this.hint = hint;
  }

  /** What to do about it; one sentence. */
  public String hint() {
    return hint;
  }
}
