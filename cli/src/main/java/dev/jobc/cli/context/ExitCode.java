package dev.jobc.cli.context;

/**
 * How a command ends, for scripts. Codes are never given another meaning; {@code docs/cli.md} lists
 * them. 130 and 143 come from the JVM itself when it is interrupted or terminated.
 */
public enum ExitCode {
  OK(0),
  /** Any other failure, or an error of jobc itself. */
  FAILED(1),
  /** The command line is wrong: an unknown option, a missing or unfitting value. */
  USAGE(2),
  DOES_NOT_COMPILE(3),
  DATABASE_UNREACHABLE(5),
  NOT_FOUND(7),
  RUN_FAILED(10),
  RUN_CANCELLED(11),
  RUN_TIMED_OUT(12),
  /** Not a failure: there are differences, and the caller asked to be told by the code. */
  CHANGES(20);

  private final int code;

  ExitCode(int code) {
    this.code = code;
  }

  public int code() {
    return code;
  }
}
