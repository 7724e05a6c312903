package dev.jobc.cli.context;

import dev.jobc.executor.Engine;
import dev.jobc.executor.RunId;
import dev.jobc.executor.RunView;

/** Run ids as people type them: jobc's own, or those that submitters have given. */
public final class RunIds {
  /** So long are jobc's own, and no others. */
  private static final int OWN = 26;

  private RunIds() {}

  /**
   * What can be said of an id before any database is asked.
   *
   * @throws CliException when it is a mistyped one of jobc's own
   */
  public static void check(String text) {
    if (text.length() == OWN) {
      parse(text);
    }
  }

  /** The run that is meant; jobc's own ids may be of runs that don't exist. */
  public static RunId of(Engine engine, String text) {
    return text.length() == OWN
        ? parse(text)
        : engine.named(text).orElseThrow(() -> missing(text, ": no submission has given that id"));
  }

  private static RunId parse(String text) {
    try {
      return RunId.parse(text);
    } catch (IllegalArgumentException e) {
      throw missing(text, ": " + e.getMessage());
    }
  }

  /** The run of that id. */
  public static RunView find(Engine engine, RunId id) {
    return engine.run(id).orElseThrow(() -> missing(id.toString(), ""));
  }

  private static CliException missing(String text, String why) {
    return new CliException(ExitCode.NOT_FOUND, "no run `" + text + "`" + why, "jobc runs list");
  }
}
