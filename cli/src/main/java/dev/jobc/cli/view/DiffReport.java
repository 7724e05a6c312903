package dev.jobc.cli.view;

import dev.jobc.compiler.plandiff.ContractChange;
import dev.jobc.compiler.plandiff.PlanDiff;
import dev.jobc.compiler.plandiff.StepChange;
import dev.jobc.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The difference of two plans as lines, and as JSON. */
public final class DiffReport {
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
    lines.addAll(table.lines());
    lines.add("");
    for (ContractChange change : diff.contract()) {
      lines.add((change.breaking() ? "breaking: " : "compatible: ") + Text.harmless(change.what()));
    }
    diff.workflow().forEach(change -> lines.add("workflow: " + change));
    lines.add(counts(diff));
    return lines;
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
        .put("workflow", Json.strings(diff.workflow()))
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
        .put("because", Json.strings(step.because()))
        .put("reuse", word(step.reuse()))
        .build();
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
