package dev.jobc.executor.runner.bundle;

/** Task code can't be made ready: a missing file, interpreter or function, or a compile error. */
public final class LoadException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * @param message for the author: what is wrong and how to mend it
   */
  public LoadException(String message) {
    super(message);
  }

  public LoadException(String message, Throwable cause) {
    super(message, cause);
  }
}
