package dev.jobc.executor.runner.oneshot;

/** What a program gave as its outputs can't be understood. The message is for the author. */
final class OutputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  OutputException(String message) {
    super(message);
  }
}
