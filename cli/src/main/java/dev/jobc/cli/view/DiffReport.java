package dev.jobc.cli.view;

import dev.jobc.compiler.plandiff.Change;
import dev.jobc.compiler.plandiff.ContractChange;
import dev.jobc.compiler.plandiff.PlanDiff;
import dev.jobc.compiler.plandiff.StepChange;
import dev.jobc.compiler.plandiff.WorkflowChange;
import dev.jobc.json.Json;
import dev.jobc.json.JsonText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The difference of two plans as lines, and as JSON. */
public final class DiffReport {
  /** Characters of a value in a line for people. */
  private static final int MOST = 100;

  private DiffReport() {}

  /** Lines for people. */
  public static List<String> lines(PlanDiff diff) {
    if (diff.isEmpty()) {
      return List.of("no changes");
    }
    List<String> lines = new ArrayList<>();
    Table table = new Table();
    for (StepChange step : diff.steps()) {
      table.row(sign(step), Text.harmless(step.path()), Text.harmless(why(step)), reuse(step));
    }
    List<String> rows = table.lines();
    for (int i = 0; i < rows.size(); i++) {
      lines.add(rows.get(i));
      lines.addAll(values(diff.steps().get(i).changes()));
    }
    lines.add("");
    for (ContractChange change : diff.contract()) {
      lines.add((change.breaking() ? "breaking: " : "compatible: ") + Text.harmless(change.what()));
    }
    for (WorkflowChange change : diff.workflow()) {
      lines.add("workflow: " + change.what());
      lines.addAll(values(change.changes()));
    }
    lines.add(counts(diff));
    return lines;
  }

  private static List<String> values(List<Change> changes) {
    return changes.stream()
        .map(
            change ->
                "    "
                    + Text.harmless(change.key())
                    + ": "
                    + shown(change.before())
                    + " -> "
                    + shown(change.after()))
        .toList();
  }

  private static String shown(@Nullable Json value) {
    if (value == null) {
      return "(none)";
    }
    String text = value instanceof Json.Str(String word) ? word : JsonText.write(value);
    String line = Text.harmless(text.strip().replace('\n', ' '));
    return line.length() <= MOST ? line : line.substring(0, MOST) + "…";
  }

  private static String sign(StepChange step) {
    return switch (step.kind()) {
      case SAME -> "=";
      case CHANGED -> "~";
      case ADDED -> "+";
      case REMOVED -> "-";
    };
  }

  private static String why(StepChange step) {
    List<String> words = new ArrayList<>();
    for (StepChange.Reason reason : step.why()) {
      boolean upstream = reason == StepChange.Reason.UPSTREAM;
      String from = upstream ? " (" + String.join(", ", step.because()) + ")" : "";
      words.add(reason.words() + from);
    }
    return switch (step.kind()) {
      case SAME -> "same";
      case CHANGED -> String.join("; ", words);
      case ADDED -> "added";
      case REMOVED -> "removed";
    };
  }

  private static String reuse(StepChange step) {
    return switch (step.reuse()) {
      case REUSABLE -> "result stands";
      case STALE -> "runs again";
      case GONE, NONE -> "";
    };
  }

  private static String counts(PlanDiff diff) {
    List<String> words = new ArrayList<>();
    for (StepChange.Kind kind : StepChange.Kind.values()) {
      long count = diff.steps().stream().filter(step -> step.kind() == kind).count();
      words.add(count + " " + word(kind));
    }
    return "steps: " + String.join(", ", words);
  }

  /** For programs. */
  public static Json json(PlanDiff diff) {
    List<Json> steps = diff.steps().stream().map(DiffReport::json).toList();
    List<Json> contract =
        diff.contract().stream()
            .<Json>map(
                change ->
                    Json.object()
                        .put("breaking", change.breaking())
                        .put("what", change.what())
                        .build())
            .toList();
    return Json.object()
        .put("changed", !diff.isEmpty())
        .put("breaking", diff.isBreaking())
        .put("contract", Json.array(contract))
        .put("workflow", Json.array(diff.workflow().stream().map(DiffReport::json).toList()))
        .put("steps", Json.array(steps))
        .build();
  }

  private static Json json(StepChange step) {
    List<String> why = step.why().stream().map(DiffReport::word).toList();
    return Json.object()
        .put("path", step.path())
        .put("change", word(step.kind()))
        .put("before", step.before().isEmpty() ? null : step.before())
        .put("after", step.after().isEmpty() ? null : step.after())
        .put("why", Json.strings(why))
        .put("changes", json(step.changes()))
        .put("because", Json.strings(step.because()))
        .put("reuse", word(step.reuse()))
        .build();
  }

  private static Json json(WorkflowChange change) {
    return Json.object().put("what", change.what()).put("changes", json(change.changes())).build();
  }

  private static Json json(List<Change> changes) {
    return Json.array(
        changes.stream()
            .map(
                change ->
                    Json.object()
                        .put("key", change.key())
                        .put("before", change.before())
                        .put("after", change.after())
                        .build())
            .toList());
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
