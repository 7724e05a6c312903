package dev.jobc.cli.view;

import dev.jobc.cli.context.Console;
import dev.jobc.executor.RunView;
import java.time.Instant;

/** Shows how a run goes on. Not thread-safe. */
public sealed interface Progress permits ProgressLines, ProgressScreen {

  /** Shows the run as it stands now. */
  void show(RunView run, Instant now);

  /** Says something that stays, above what is redrawn. */
  void note(String line);

  /** Redrawn on a terminal; otherwise a line whenever a step has ended. */
  static Progress on(Console console) {
    return console.terminal() ? new ProgressScreen(console) : new ProgressLines(console);
  }
}
