package dev.jobc.cli.view;

import dev.jobc.executor.LogChunk;
import dev.jobc.executor.RunState;
import dev.jobc.executor.RunSummary;
import dev.jobc.executor.RunView;
import dev.jobc.executor.StepState;
import dev.jobc.executor.TaskError;
import dev.jobc.json.Json;
import dev.jobc.json.JsonText;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Runs in words. */
public final class RunText {
  private static final int LOG_TAIL = 10;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

  private RunText() {}

  /** A table, newest first, with a last line that counts. */
  public static List<String> list(List<RunSummary> runs, Instant now, ZoneId zone) {
    Table table = new Table().row("RUN", "WORKFLOW", "STATE", "STARTED", "TOOK");
    for (RunSummary run : runs) {
      table.row(
          run.id().toString(),
          run.workflow(),
          state(run, zone),
          TIME.withZone(zone).format(run.createdAt()),
          took(run, now));
    }
    List<String> lines = new ArrayList<>(runs.isEmpty() ? List.of() : table.lines());
    lines.add(runs.size() + (runs.size() == 1 ? " run" : " runs") + ". Times are " + zone);
    return lines;
  }

  private static String state(RunSummary run, ZoneId zone) {
    Instant begins = run.beginsAt();
    return begins == null ? run.standing() : "waits for " + TIME.withZone(zone).format(begins);
  }

  /** A run with its steps, inputs and outputs. */
  public static List<String> show(RunView run, Instant now, ZoneId zone) {
    RunSummary summary = run.summary();
    List<String> lines = new ArrayList<>();
    lines.add("run       " + summary.id());
    if (summary.given() != null) {
      lines.add("id        " + summary.given());
    }
    lines.add("workflow  " + summary.workflow());
    lines.add("state     " + state(summary, zone));
    if (run.waits() != null && summary.beginsAt() == null) {
      lines.add("          " + Text.harmless(run.waits()));
    }
    lines.add("started   " + TIME.withZone(zone).format(summary.createdAt()) + " " + zone);
    lines.add("took      " + took(summary, now));
    if (run.tries() > 1) {
      lines.add("tries     " + run.tries() + ", the steps are those of the last");
    }
    lines.add("plan      " + summary.planId());
    if (run.provenance() != null) {
      lines.add("commit    " + RevisionText.of(run.provenance()));
    }
    if (run.resumes() != null) {
      lines.add("resumes   " + run.resumes());
    }
    run.resumedBy().forEach(other -> lines.add("resumed   by " + other));
    section(lines, "inputs", run.inputs());
    lines.add("steps");
    StepLine layout = new StepLine(run);
    run.steps().stream().filter(StepLine::isShown).forEach(step -> lines.add(layout.of(step, now)));
    if (run.outputs() != null) {
      section(lines, "outputs", run.outputs());
    }
    lines.addAll(error(run));
    run.steps().stream()
        .filter(step -> step.state() == StepState.FAILED && step.error() != null)
        .forEach(step -> lines.addAll(reason(step, List.of())));
    return lines;
  }

  /** Why the run failed, or was cancelled, although no step says so. */
  public static List<String> error(RunView run) {
    TaskError error = run.error();
    return error == null
        ? List.of()
        : List.of(
            "error: the run "
                + (run.summary().state() == RunState.CANCELLED ? "was cancelled" : "failed"),
            "   | " + error.name() + ": " + Text.harmless(Text.firstLine(error.message())));
  }

  private static void section(List<String> lines, String title, Json.Obj values) {
    if (!values.members().isEmpty()) {
      lines.add(title);
      values(values).forEach(line -> lines.add("  " + line));
    }
  }

  /** One line a value: text as it is, everything else as JSON. */
  public static List<String> values(Json.Obj values) {
    List<String> lines = new ArrayList<>();
    for (Map.Entry<String, Json> member : values.members().entrySet()) {
      lines.add(member.getKey() + ": " + value(member.getValue()));
    }
    return lines;
  }

  private static String value(Json value) {
    return value instanceof Json.Str(String text) && text.chars().noneMatch(Character::isISOControl)
        ? text
        : JsonText.write(value);
  }

  public static String took(RunSummary run, Instant now) {
    Instant end = run.finishedAt() == null ? now : run.finishedAt();
    return Durations.text(Duration.between(run.createdAt(), end));
  }

  /** The step that made the run fail: the first failed one that is no block around another. */
  public static Optional<RunView.Step> failedStep(RunView run) {
    return run.steps().stream()
        .filter(step -> step.state() == StepState.FAILED && step.error() != null)
        .max(java.util.Comparator.comparingInt(RunView.Step::depth));
  }

  /** Why a step failed, the end of what it wrote, and what to type next. */
  public static List<String> failure(RunView run, RunView.Step step, List<LogChunk> log) {
    List<String> written = LogText.lines(log);
    List<String> lines = new ArrayList<>(reason(step, written));
    List<String> tail = written.subList(Math.max(0, written.size() - LOG_TAIL), written.size());
    if (!tail.isEmpty()) {
      lines.add("  = log: the last " + tail.size() + " of " + written.size() + " lines");
      tail.forEach(line -> lines.add("   | " + line));
    }
    lines.add("  = help: jobc logs " + run.summary().id() + " --step " + step.id());
    if (run.steps().stream().anyMatch(other -> other.state() == StepState.SUCCEEDED)) {
      lines.add("  = help: jobc runs resume " + run.summary().id() + " keeps what succeeded");
    }
    return lines;
  }

  /** What the step itself says went wrong; a trace that only repeats what it wrote is left out. */
  private static List<String> reason(RunView.Step step, List<String> written) {
    List<String> lines = new ArrayList<>();
    TaskError error = step.error();
    String attempts = step.attempts() > 1 ? " after " + step.attempts() + " attempts" : "";
    lines.add("error: step `" + step.id() + "` failed" + attempts);
    lines.add("  --> " + step.source());
    String message = error == null ? "failed" : error.name() + ": " + error.message();
    message.lines().forEach(line -> lines.add("   | " + Text.harmless(line)));
    List<String> trace =
        error == null || error.trace() == null ? List.of() : error.trace().lines().toList();
    if (!written.containsAll(trace)) {
      trace.forEach(line -> lines.add("   | " + Text.harmless(line)));
    }
    return lines;
  }
}
