package dev.jobc.cli.context;

import java.util.List;

/**
 * A command that can't go on: one line of what is wrong, hints of what to do, and the exit code.
 */
public final class CliException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final ExitCode exit;
  private final transient List<String> hints;

  public CliException(ExitCode exit, String message, String... hints) {
    super(message);
    this.exit = exit;
    this.hints = List.of(hints);
  }

  public CliException(ExitCode exit, String message, Throwable cause, String... hints) {
    super(message, cause);
    this.exit = exit;
    this.hints = List.of(hints);
  }

  public ExitCode exit() {
    return exit;
  }

  public List<String> hints() {
    return hints;
  }
}
