package dev.jobc.compiler.rules;

import static dev.jobc.diag.DiagnosticCode.CYCLE;

import dev.jobc.compiler.resolve.GraphOrder;
import dev.jobc.compiler.resolve.Problems;
import dev.jobc.compiler.resolve.Step;
import dev.jobc.compiler.types.TypedWorkflow;
import dev.jobc.diag.Diagnostic;
import dev.jobc.source.Span;
import java.util.List;
import java.util.stream.Collectors;

/** Steps of a {@code graph} do not wait for each other in a circle. */
final class NoCycles implements Rule {
  @Override
  public void check(TypedWorkflow workflow, Problems problems) {
    for (GraphOrder graph : workflow.resolved().graphs()) {
      List<Step> cycle = graph.cycle();
      if (cycle != null) {
        problems.report(describe(graph, cycle, problems));
      }
    }
  }

  private static Diagnostic describe(GraphOrder graph, List<Step> cycle, Problems problems) {
    String path =
        cycle.stream().map(step -> "`" + step.id() + "`").collect(Collectors.joining(" → "));
    String first = "`" + cycle.get(0).id() + "`";
    String message =
        cycle.size() == 1
            ? "step " + first + " waits for itself"
            : "these steps wait for each other: " + path + " → " + first;
    Diagnostic diagnostic = problems.at(CYCLE, edge(graph, cycle, 0), message);
    for (int i = 1; i < cycle.size(); i++) {
      diagnostic =
          diagnostic.label(
              problems.place(edge(graph, cycle, i)),
              "`" + cycle.get(i).id() + "` waits for `" + next(cycle, i).id() + "`");
    }
    return cycle.size() == 1
        ? diagnostic
        : diagnostic.caption(first + " waits for `" + next(cycle, 0).id() + "`");
  }

  private static Step next(List<Step> cycle, int i) {
    return cycle.get((i + 1) % cycle.size());
  }

  private static Span edge(GraphOrder graph, List<Step> cycle, int i) {
    Step step = cycle.get(i);
    return graph.waitsOf(step).getOrDefault(next(cycle, i), step.doc().anchor());
  }
}
