package dev.jobc.compiler.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.compiler.CompiledWorkflow;
import dev.jobc.compiler.Compiler;
import dev.jobc.compiler.resolve.Layout.Coordinates;
import dev.jobc.diag.Checked;
import dev.jobc.diag.testing.GoldenDiagnostics;
import dev.jobc.plan.Plan;
import dev.jobc.plan.PlanJson;
import dev.jobc.plan.TaskSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Tasks are read without their JSON; nothing may be lost by that. */
class PlanReadsTest {
  @Test
  void areThoseOfTheWholeJson() {
    int read = 0;
    for (Path file : GoldenDiagnostics.sources(Path.of("src/test/golden/ok"))) {
      if (Compiler.compile(file, "a.yaml") instanceof Checked.Ok<CompiledWorkflow>(var ok, var d)) {
        Plan plan = ok.plan();
        List<String> direct = told(PlanReads.of(plan), plan);
        assertThat(direct).as(file.toString()).isEqualTo(told(whole(plan), plan));
        read += direct.size();
      }
    }
    assertThat(read).isPositive();
  }

  private static PlanReads whole(Plan plan) {
    return PlanReads.of(PlanJson.write(plan));
  }

  /** Everything the reads can be asked. */
  private static List<String> told(PlanReads reads, Plan plan) {
    List<String> told = new ArrayList<>();
    plan.inputs().stream().map(Plan.Input::name).filter(reads::readsInput).forEach(told::add);
    TreeSet<String> outputs = new TreeSet<>();
    plan.tasks()
        .forEach(task -> task.outputs().stream().map(TaskSpec.Param::name).forEach(outputs::add));
    for (int graph = 0; graph < plan.graphs().size(); graph++) {
      for (int node = 0; node < plan.graphs().get(graph).nodes().size(); node++) {
        for (String output : outputs) {
          if (reads.readsOutput(new Coordinates(graph, node), output)) {
            told.add(graph + ":" + node + "." + output);
          }
        }
      }
    }
    return told;
  }
}
