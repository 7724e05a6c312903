package dev.jobc.cli.context;

import dev.jobc.executor.Engine;
import dev.jobc.executor.RunId;
import dev.jobc.executor.RunView;

/** Run ids as people type them. */
public final class RunIds {
  private RunIds() {}

  /** Reads an id, before any database is asked. */
  public static RunId parse(String text) {
    try {
      return RunId.parse(text);
    } catch (IllegalArgumentException e) {
      throw new CliException(
          ExitCode.NOT_FOUND, "no run `" + text + "`: " + e.getMessage(), "jobc runs list");
    }
  }

  /** The run of that id. */
  public static RunView find(Engine engine, RunId id) {
    return engine
        .run(id)
        .orElseThrow(
            () -> new CliException(ExitCode.NOT_FOUND, "no run `" + id + "`", "jobc runs list"));
  }
}
