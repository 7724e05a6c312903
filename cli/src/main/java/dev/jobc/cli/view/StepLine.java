package dev.jobc.cli.view;

import dev.jobc.executor.RunView;
import dev.jobc.executor.StepState;
import java.time.Duration;
import java.time.Instant;

/** One line about a step: state, id, kind, time, and how far a map is. */
final class StepLine {
  private static final int STATE_WIDTH = 10;
  private final int idWidth;

  StepLine(RunView run) {
    idWidth =
        run.steps().stream()
            .filter(StepLine::isShown)
            .mapToInt(step -> Text.width(step.id()) + 2 * step.depth())
            .max()
            .orElse(0);
  }

  /** The ends of blocks and the outputs hold no work of the author's; shown only when they fail. */
  static boolean isShown(RunView.Step step) {
    boolean ours = step.kind().equals("join") || step.kind().equals("outputs");
    return !ours || step.state() == StepState.FAILED;
  }

  String of(RunView.Step step, Instant now) {
    String id = "  ".repeat(step.depth()) + step.id();
    return ("  "
            + Text.pad(step.state().word(), STATE_WIDTH)
            + " "
            + Text.pad(id, idWidth)
            + "  "
            + Text.pad(step.kind(), 8)
            + "  "
            + Text.pad(time(step, now), 9)
            + detail(step))
        .stripTrailing();
  }

  private static String time(RunView.Step step, Instant now) {
    Instant from = step.startedAt();
    if (from == null) {
      return "";
    }
    Instant to = step.finishedAt() == null ? now : step.finishedAt();
    return Durations.text(Duration.between(from, to));
  }

  private static String detail(RunView.Step step) {
    StringBuilder detail = new StringBuilder();
    if (step.instances() != 1) {
      detail.append("  ").append(step.done()).append(" of ").append(step.instances());
    } else if (step.attempts() > 1) {
      detail.append("  attempt ").append(step.attempts());
    }
    if (step.error() != null && step.state() != StepState.SUCCEEDED) {
      String message = Text.harmless(Text.firstLine(step.error().message()));
      detail.append("  ").append(step.error().name()).append(": ").append(message);
    }
    RunView.Cached cached = step.cached();
    if (cached != null) {
      String some = step.instances() == 1 ? "" : cached.instances() + " ";
      detail.append("  ").append(some).append("cached from ").append(cached.from());
    }
    if (step.waits() != null) {
      detail.append("  ").append(Text.harmless(step.waits()));
    }
    return detail.toString();
  }
}
