package dev.jobc.cli.context;

import dev.jobc.compiler.plandiff.PlanDiff;
import dev.jobc.compiler.plandiff.StepChange;
import dev.jobc.compiler.planview.Part;
import dev.jobc.compiler.planview.PlanSteps;
import dev.jobc.executor.Revision;
import dev.jobc.executor.Takeover;
import dev.jobc.plan.Node;
import dev.jobc.plan.Plan;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What of a run of one plan still stands in another one, as {@code jobc plan diff} tells it. */
public final class Standing {
  private final Plan before;
  private final Plan after;
  private final Map<String, StepChange> changes;

  public Standing(Plan before, Plan after) {
    this.before = before;
    this.after = after;
    changes =
        PlanDiff.of(before, after).steps().stream()
            .collect(Collectors.toMap(StepChange::path, change -> change, (one, other) -> one));
  }

  /** How a run of the new plan takes over what stands. */
  public Takeover takeover(Revision revision) {
    Map<String, PlanSteps.Entry> old = new HashMap<>();
    PlanSteps.of(before).all().stream()
        .filter(entry -> entry.graph() == 0)
        .forEach(entry -> old.put(entry.path(), entry));
    Map<Integer, Integer> nodes = new HashMap<>();
    Map<Integer, Integer> graphs = new HashMap<>();
    for (PlanSteps.Entry entry : PlanSteps.of(after).all()) {
      PlanSteps.Entry was = entry.graph() == 0 ? old.get(entry.path()) : null;
      Map<Integer, Integer> inside = new HashMap<>();
      if (was != null && stands(was, entry) && isSameInside(was.node(), entry.node(), inside)) {
        nodes.put(entry.number(), was.number());
        graphs.putAll(inside);
      }
    }
    return new Takeover(revision.planId(), nodes, graphs, revision.provenance());
  }

  private boolean stands(PlanSteps.Entry was, PlanSteps.Entry entry) {
    if (was.node() instanceof Node.Join) {
      return entry.node() instanceof Node.Join;
    }
    StepChange change = changes.get(entry.path());
    return change != null && change.reuse() == StepChange.Reuse.REUSABLE;
  }

  /** Whether the graphs of two steps have the same nodes in the same order. */
  private boolean isSameInside(Node was, Node now, Map<Integer, Integer> graphs) {
    List<Part> old = Part.of(was);
    List<Part> parts = Part.of(now);
    boolean same = old.size() == parts.size() && !calls(before, was) && !calls(after, now);
    for (int i = 0; same && i < parts.size(); i++) {
      graphs.put(old.get(i).graph(), parts.get(i).graph());
      List<Node> left = before.graphs().get(old.get(i).graph()).nodes();
      List<Node> right = after.graphs().get(parts.get(i).graph()).nodes();
      same = left.size() == right.size();
      for (int node = 0; same && node < right.size(); node++) {
        same =
            left.get(node).id().equals(right.get(node).id())
                && isSameInside(left.get(node), right.get(node), graphs);
      }
    }
    return same;
  }

  /** Whether its code may call others, in graphs that its node doesn't name. */
  private static boolean calls(Plan plan, Node node) {
    return node instanceof Node.Task task && plan.tasks().get(task.task()).spawn() != null;
  }

  /** Why a step that has succeeded runs again. */
  public String why(String step) {
    @Nullable StepChange change = changes.get(step);
    if (change == null || change.kind() == StepChange.Kind.REMOVED) {
      return "it is gone";
    }
    return change.reuse() == StepChange.Reuse.REUSABLE
        ? "it follows one that runs again, or what it runs may be in another order"
        : change.why().stream().map(StepChange.Reason::words).collect(Collectors.joining(", "));
  }
}
