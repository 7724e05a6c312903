package dev.jobc.cli.view;

import dev.jobc.compiler.simulate.Simulation;
import dev.jobc.compiler.simulate.Simulation.Failure;
import dev.jobc.compiler.simulate.Simulation.Uncaught;
import dev.jobc.compiler.simulate.Target;
import dev.jobc.json.Json;
import dev.jobc.json.JsonText;
import java.util.ArrayList;
import java.util.List;

/** What a simulation has seen, for people. */
public final class SimulationText {
  private SimulationText() {}

  /** Lines without ends. */
  public static List<String> of(Simulation.Report report) {
    List<String> lines = new ArrayList<>();
    lines.add(report.plan().name() + ": " + report.runs() + " runs, seed " + report.seed());
    coverage(report, lines);
    section(lines, "never reached", report.missed().stream().map(SimulationText::line).toList());
    List<String> failures = new ArrayList<>();
    report.failures().forEach(failure -> failure(failure, failures));
    section(lines, "expressions that fail", failures);
    section(
        lines,
        "errors that end the run, because nothing catches them",
        report.uncaught().stream().map(SimulationText::line).toList());
    return lines;
  }

  private static void coverage(Simulation.Report report, List<String> lines) {
    for (Target.Kind kind : Target.Kind.values()) {
      List<Target> of = report.targets().stream().filter(t -> t.kind() == kind).toList();
      long reached = of.stream().filter(t -> report.reached().contains(t.key())).count();
      if (!of.isEmpty()) {
        lines.add("  %-20s %d of %d".formatted(kind.word(), reached, of.size()));
      }
    }
  }

  private static void section(List<String> lines, String title, List<String> content) {
    if (!content.isEmpty()) {
      lines.add("");
      lines.add(title + ":");
      content.forEach(line -> lines.add("  " + line));
    }
  }

  private static String line(Target target) {
    return target.source() + "  " + target.label();
  }

  private static String line(Uncaught uncaught) {
    String errors = String.join(", ", uncaught.errors());
    return uncaught.source() + "  step `" + uncaught.step() + "`: " + errors;
  }

  private static void failure(Failure failure, List<String> lines) {
    String step = "  step `" + failure.error().step() + "`: ";
    lines.add(failure.error().source() + step + failure.error().message());
    Json mock = SimulationJson.mock(failure);
    lines.add("  with " + JsonText.write(mock));
  }
}
