package dev.jobc.cli.view;

import dev.jobc.executor.DeadLetter;
import dev.jobc.executor.RunView;
import dev.jobc.json.Json;
import dev.jobc.json.JsonText;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Dead letters, in words and as JSON. */
public final class LetterText {
  private static final int ERROR_WIDTH = 60;

  private LetterText() {}

  /** A table, with a last line that counts. */
  public static List<String> list(List<DeadLetter> letters, long all, Instant now) {
    Table table = new Table().row("ID", "WORKFLOW", "STEP", "TASK", "FAILED", "RUN", "ERROR");
    for (DeadLetter letter : letters) {
      table.row(
          Long.toString(letter.id()),
          letter.run().workflow(),
          letter.step(),
          letter.task(),
          ago(letter, now),
          letter.run().id().toString(),
          Text.cut(error(letter), ERROR_WIDTH));
    }
    List<String> lines = new ArrayList<>(letters.isEmpty() ? List.of() : table.lines());
    String of = letters.size() < all ? " of " + all : "";
    lines.add(letters.size() + of + (all == 1 ? " dead letter" : " dead letters"));
    return lines;
  }

  private static String ago(DeadLetter letter, Instant now) {
    return Durations.text(Duration.between(letter.failedAt(), now)) + " ago";
  }

  private static String error(DeadLetter letter) {
    String message = Text.harmless(Text.firstLine(letter.error().message()));
    return letter.error().name() + (message.isEmpty() ? "" : ": " + message);
  }

  /**
   * One, with what the run was submitted with.
   *
   * @param run null when it is gone
   */
  public static List<String> show(DeadLetter letter, @Nullable RunView run, Instant now) {
    List<String> lines = new ArrayList<>();
    lines.add("letter    " + letter.id());
    lines.add("workflow  " + letter.run().namespace() + "/" + letter.run().workflow());
    lines.add("run       " + letter.run().id() + "  " + letter.run().state().word());
    lines.add("step      " + letter.step() + "  " + letter.source());
    lines.add("task      " + letter.task());
    lines.add("failed    " + letter.failedAt() + ", " + ago(letter, now));
    lines.add("attempt   " + letter.attempt());
    lines.add("error     " + letter.error().name());
    letter.error().message().lines().forEach(line -> lines.add("  " + Text.harmless(line)));
    if (letter.error().trace() != null) {
      letter.error().trace().lines().forEach(line -> lines.add("    " + Text.harmless(line)));
    }
    if (run != null && !run.inputs().members().isEmpty()) {
      lines.add("inputs of the run");
      run.inputs()
          .members()
          .forEach((name, value) -> lines.add("  " + name + ": " + JsonText.write(value)));
    }
    return lines;
  }

  /** One, with what the run was submitted with. */
  public static Json json(DeadLetter letter, RunView run) {
    return builder(letter).put("inputs", run.inputs()).build();
  }

  /** One. */
  public static Json json(DeadLetter letter) {
    return builder(letter).build();
  }

  private static Json.ObjectBuilder builder(DeadLetter letter) {
    return Json.object()
        .put("id", letter.id())
        .put("run", letter.run().id().toString())
        .put("runState", letter.run().state().word())
        .put("namespace", letter.run().namespace())
        .put("workflow", letter.run().workflow())
        .put("step", letter.step())
        .put("task", letter.task())
        .put("attempt", (long) letter.attempt())
        .put("failedAt", letter.failedAt().toString())
        .put("source", letter.source())
        .put("error", letter.error().toJson());
  }
}
