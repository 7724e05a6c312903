package dev.jobc.compiler.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.compiler.CompiledWorkflow;
import dev.jobc.compiler.Compiler;
import dev.jobc.compiler.simulate.Simulation.Report;
import dev.jobc.compiler.simulate.Simulation.Setting;
import dev.jobc.diag.Checked;
import dev.jobc.diag.Diagnostic;
import dev.jobc.diag.DiagnosticCode;
import dev.jobc.plan.Plan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the compiler says it knows of steps, against runs: whatever it lets through as there is
 * there, and a condition that it calls always true or false never comes out otherwise.
 */
class GuardedReadsTest {
  private static final int WORKFLOWS = 250;
  private static final int RUNS = 60;

  @TempDir Path directory;

  private int reads;
  private int warnings;

  @Test
  void whatIsKnownHoldsInEveryRun() throws IOException {
    for (long seed = 0; seed < WORKFLOWS; seed++) {
      check(new GuardedReads(seed).workflow(), seed);
    }
    assertThat(reads).as("reads that were let through").isGreaterThan(WORKFLOWS / 2);
    assertThat(warnings).as("conditions called foregone").isGreaterThan(WORKFLOWS / 5);
  }

  private void check(String text, long seed) throws IOException {
    List<String> lines = new ArrayList<>(List.of(text.split("\n")));
    Checked<CompiledWorkflow> compiled = compile(lines);
    for (int i = 0; i < 100 && !compiled.isOk(); i++) {
      for (int line : wrong(compiled)) {
        lines.set(line, GuardedReads.harmless(lines.get(line)));
      }
      compiled = compile(lines);
    }
    String left = String.join("\n", lines);
    assertThat(compiled.isOk()).as("%s\n%s", left, compiled.diagnostics()).isTrue();
    Plan plan = ((Checked.Ok<CompiledWorkflow>) compiled).value().plan();
    Report report =
        Simulation.of(new Setting(plan, Map.of(), null, Map.of(), Mocks.NONE, seed, RUNS));
    assertThat(report.failures()).as("seed %s\n%s", seed, left).isEmpty();
    foregone(compiled.diagnostics(), lines, report, left);
    reads += (int) lines.stream().filter(line -> line.contains("uses: take")).count();
  }

  private void foregone(
      List<Diagnostic> diagnostics, List<String> lines, Report report, String text) {
    for (Diagnostic diagnostic : diagnostics) {
      boolean whole = diagnostic.message().startsWith("this condition");
      if (whole && diagnostic.code() == DiagnosticCode.CONSTANT_CONDITION) {
        warnings++;
        boolean never = diagnostic.message().contains("always false");
        String id = GuardedReads.id(lines.get(line(diagnostic)));
        String label = "`if` of step `" + id + "` " + (never ? "holds" : "does not hold");
        assertThat(report.targets())
            .filteredOn(target -> report.reached().contains(target.key()))
            .as("%s\n%s", diagnostic.message(), text)
            .noneMatch(target -> target.label().equals(label));
      }
    }
  }

  private static TreeSet<Integer> wrong(Checked<CompiledWorkflow> compiled) {
    TreeSet<Integer> lines = new TreeSet<>();
    compiled.diagnostics().stream()
        .filter(Diagnostic::isError)
        .forEach(diagnostic -> lines.add(line(diagnostic)));
    return lines;
  }

  /** 0-based. */
  private static int line(Diagnostic diagnostic) {
    var place = diagnostic.place();
    return place.file().lines().line(place.span().start()) - 1;
  }

  private Checked<CompiledWorkflow> compile(List<String> lines) throws IOException {
    Path file = directory.resolve("a.yaml");
    Files.writeString(file, String.join("\n", lines) + "\n");
    return Compiler.compile(file, "a.yaml");
  }
}
