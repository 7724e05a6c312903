package dev.jobc.cli.view;

import dev.jobc.cli.context.Console;
import dev.jobc.executor.RunView;
import dev.jobc.executor.StepState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** For a terminal: all steps, drawn over themselves; as many as fit, those under way first. */
final class ProgressScreen implements Progress {
  private static final String ESCAPE = "\u001b[";
  private final Console console;
  private int drawn;

  ProgressScreen(Console console) {
    this.console = console;
  }

  @Override
  public void show(RunView run, Instant now) {
    List<String> lines = lines(run, now);
    StringBuilder frame = new StringBuilder();
    if (drawn > 0) {
      frame.append(ESCAPE).append(drawn).append('A');
    }
    for (String line : lines) {
      frame.append(ESCAPE).append("2K").append(line).append('\n');
    }
    frame.append(ESCAPE).append('J');
    console.err().print(frame);
    console.err().flush();
    drawn = lines.size();
  }

  @Override
  public void note(String line) {
    String clear = drawn > 0 ? ESCAPE + drawn + "A" + ESCAPE + "J" : "";
    console.err().println(clear + Text.harmless(line));
    console.err().flush();
    drawn = 0;
  }

  private List<String> lines(RunView run, Instant now) {
    StepLine layout = new StepLine(run);
    List<RunView.Step> shown = run.steps().stream().filter(StepLine::isShown).toList();
    int room = Math.max(3, console.rows() - 3);
    List<String> lines = new ArrayList<>();
    for (RunView.Step step : shown.size() <= room ? shown : underWay(shown, room - 1)) {
      String line = Text.cut(layout.of(step, now), console.columns() - 1);
      lines.add(console.colour() ? coloured(line, step.state()) : line);
    }
    if (shown.size() > room) {
      long done = shown.stream().filter(step -> step.state().ended()).count();
      lines.add("  ... " + done + " of " + shown.size() + " steps ended");
    }
    if (run.waits() != null) {
      lines.add(Text.cut("  " + Text.harmless(run.waits()), console.columns() - 1));
    }
    return lines;
  }

  private static List<RunView.Step> underWay(List<RunView.Step> steps, int room) {
    List<RunView.Step> open = steps.stream().filter(step -> !step.state().ended()).toList();
    List<RunView.Step> chosen = open.isEmpty() ? steps : open;
    return chosen.subList(0, Math.min(room, chosen.size()));
  }

  private static String coloured(String line, StepState state) {
    String colour =
        switch (state) {
          case SUCCEEDED -> "32m";
          case FAILED -> "31m";
          case RETRYING -> "33m";
          case RUNNING -> "36m";
          case WAITING, READY, PAUSED, SKIPPED, CANCELLED -> "2m";
        };
    int end = 2 + state.word().length();
    return "  " + ESCAPE + colour + line.substring(2, end) + ESCAPE + "0m" + line.substring(end);
  }
}
