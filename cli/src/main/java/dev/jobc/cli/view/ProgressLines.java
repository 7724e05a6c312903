package dev.jobc.cli.view;

import dev.jobc.cli.context.Console;
import dev.jobc.executor.RunView;
import dev.jobc.executor.StepState;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * For logs and pipes: one line a step when it has ended, and one a retry; one when limits hold it
 * back.
 */
final class ProgressLines implements Progress {
  private final Console console;
  private final Map<String, String> told = new HashMap<>();

  ProgressLines(Console console) {
    this.console = console;
  }

  @Override
  public void show(RunView run, Instant now) {
    String waits = run.waits();
    if (waits != null && told.put("", "waits") == null) {
      console.err().println("  " + Text.harmless(waits));
    }
    StepLine lines = new StepLine(run);
    for (RunView.Step step : run.steps()) {
      if (StepLine.isShown(step) && isNews(step)) {
        console.err().println(lines.of(step, now));
      }
    }
    console.err().flush();
  }

  @Override
  public void note(String line) {
    console.err().println(line);
    console.err().flush();
  }

  private boolean isNews(RunView.Step step) {
    if (!step.state().ended() && step.state() != StepState.RETRYING) {
      return false;
    }
    // A map's body retries item by item; a line for each would drown the rest.
    boolean single = step.instances() == 1;
    String fact = step.state() + (single ? " " + step.attempts() : "");
    // A map of a single task and that task have the same id.
    String key = step.depth() + " " + step.id();
    return !fact.equals(told.put(key, fact)) && (single || step.state().ended());
  }
}
