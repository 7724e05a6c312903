package dev.jobc.compiler;

import static dev.jobc.diag.DiagnosticCode.RECURSIVE_WORKFLOW;

import dev.jobc.compiler.resolve.Problems;
import dev.jobc.compiler.resolve.ResolvedWorkflow;
import dev.jobc.compiler.resolve.Step;
import dev.jobc.compiler.resolve.Unit;
import dev.jobc.diag.Diagnostic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds workflows that call themselves, by way of others or at once. */
final class WorkflowCalls {
  private final Function<Unit, @Nullable ResolvedWorkflow> resolve;

  WorkflowCalls(Function<Unit, @Nullable ResolvedWorkflow> resolve) {
    this.resolve = resolve;
  }

  /** A workflow and its step that calls the next one. */
  private record Link(Unit unit, Step step) {}

  /** Reports each step of a workflow that leads back to it. */
  void check(ResolvedWorkflow workflow, Problems problems) {
    for (Map.Entry<Step, Unit> call : workflow.inOrder().entrySet()) {
      List<Link> path = new ArrayList<>();
      path.add(new Link(workflow.unit(), call.getKey()));
      if (leadsTo(call.getValue(), workflow.unit(), path, new ArrayList<>())) {
        problems.report(describe(path, problems));
        return;
      }
    }
  }

  private boolean leadsTo(Unit from, Unit target, List<Link> path, List<Unit> seen) {
    if (from == target) {
      return true;
    }
    ResolvedWorkflow workflow = seen.contains(from) ? null : resolve.apply(from);
    seen.add(from);
    if (workflow == null) {
      return false;
    }
    for (Map.Entry<Step, Unit> call : workflow.inOrder().entrySet()) {
      path.add(new Link(from, call.getKey()));
      if (leadsTo(call.getValue(), target, path, seen)) {
        return true;
      }
      path.removeLast();
    }
    return false;
  }

  private String verb(List<Link> path) {
    long services =
        path.stream()
            .filter(
                link -> {
                  ResolvedWorkflow workflow = resolve.apply(link.unit());
                  return workflow != null && workflow.services().contains(link.step());
                })
            .count();
    return services == 0 ? "call" : services == path.size() ? "require" : "call or require";
  }

  private Diagnostic describe(List<Link> path, Problems problems) {
    String names =
        path.stream()
            .map(link -> "`" + link.unit().name() + "`")
            .collect(Collectors.joining(" → "));
    String first = "`" + path.getFirst().unit().name() + "`";
    Diagnostic error =
        problems
            .at(
                RECURSIVE_WORKFLOW,
                path.getFirst().step().doc().body().anchor(),
                "a workflow can't " + verb(path) + " itself: " + names + " → " + first)
            .help("repeat steps with `loop`, or start the next run with a trigger");
    for (Link link : path.subList(1, path.size())) {
      error =
          error.label(
              link.unit().doc().source().place(link.step().doc().body().anchor()),
              "and `" + link.unit().name() + "` goes on here");
    }
    return error;
  }
}
