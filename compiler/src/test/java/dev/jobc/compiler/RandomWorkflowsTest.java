package dev.jobc.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.diag.Checked;
import dev.jobc.diag.render.TerminalRenderer;
import dev.jobc.expr.PlanExpr;
import dev.jobc.plan.Node;
import dev.jobc.plan.Plan;
import dev.jobc.plan.PlanJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Properties of the plans of workflows that {@link WorkflowGenerator} makes. */
class RandomWorkflowsTest {
  private static final int WORKFLOWS = 200;

  @TempDir Path directory;

  @Test
  void wellFormedWorkflowsCompile() throws IOException {
    for (long seed = 0; seed < WORKFLOWS; seed++) {
      String text = new WorkflowGenerator(seed).workflow();
      Plan plan = compile(text, seed);
      assertThat(PlanJson.read(PlanJson.write(plan))).as("seed %s", seed).isEqualTo(plan);
      needsPointBackwards(plan, seed);
      outputsAreReadAfterTheirStep(plan, seed);
    }
  }

  @Test
  void damagedWorkflowsGiveDiagnosticsAndNeverAnException() throws IOException {
    for (long seed = 0; seed < WORKFLOWS; seed++) {
      String damaged = WorkflowGenerator.damage(new WorkflowGenerator(seed).workflow(), seed);
      Path file = Files.writeString(directory.resolve("a.yaml"), damaged);
      Checked<CompiledWorkflow> compiled = Compiler.compile(file, "a.yaml");
      assertThat(compiled.isOk() || !compiled.diagnostics().isEmpty()).as(damaged).isTrue();
      assertThat(TerminalRenderer.plain().render(compiled.diagnostics())).isNotNull();
    }
  }

  private Plan compile(String text, long seed) throws IOException {
    Path file = Files.writeString(directory.resolve("a.yaml"), text);
    return switch (Compiler.compile(file, "a.yaml")) {
      case Checked.Ok<CompiledWorkflow> ok -> ok.value().plan();
      case Checked.Failed<CompiledWorkflow> failed ->
          throw new AssertionError(
              "seed "
                  + seed
                  + "\n"
                  + TerminalRenderer.plain().render(failed.diagnostics())
                  + "\n"
                  + text);
    };
  }

  private static void needsPointBackwards(Plan plan, long seed) {
    for (Plan.Graph graph : plan.graphs()) {
      for (int node = 0; node < graph.nodes().size(); node++) {
        int self = node;
        assertThat(graph.nodes().get(node).needs())
            .as("seed %s, node %s", seed, node)
            .isSorted()
            .doesNotHaveDuplicates()
            .allMatch(need -> need < self);
      }
    }
  }

  /** A node that reads outputs of its own graph needs that node, directly or through others. */
  private static void outputsAreReadAfterTheirStep(Plan plan, long seed) {
    for (int graph = 0; graph < plan.graphs().size(); graph++) {
      List<BitSet> before = new ArrayList<>();
      for (Node node : plan.graphs().get(graph).nodes()) {
        BitSet reached = new BitSet();
        for (int need : node.needs()) {
          reached.set(need);
          reached.or(before.get(need));
        }
        before.add(reached);
        for (PlanExpr.StepOutputs read : reads(plan, node)) {
          boolean known = read.graph() != graph || reached.get(read.node());
          assertThat(known).as("seed %s: %s reads %s", seed, node.id(), read).isTrue();
        }
      }
    }
  }

  private static List<PlanExpr.StepOutputs> reads(Plan plan, Node node) {
    List<PlanExpr.StepOutputs> reads = new ArrayList<>();
    if (node instanceof Node.Task task) {
      plan.tasks().get(task.task()).args().forEach(arg -> collect(arg, reads));
    }
    return reads;
  }

  private static void collect(PlanExpr expr, List<PlanExpr.StepOutputs> reads) {
    switch (expr) {
      case PlanExpr.StepOutputs outputs -> reads.add(outputs);
      case PlanExpr.Field field -> collect(field.object(), reads);
      case PlanExpr.Call call -> call.args().forEach(arg -> collect(arg, reads));
      case PlanExpr.Template template -> template.parts().forEach(part -> collect(part, reads));
      default -> {}
    }
  }
}
