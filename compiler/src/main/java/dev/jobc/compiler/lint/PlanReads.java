package dev.jobc.compiler.lint;

import dev.jobc.compiler.resolve.Layout.Coordinates;
import dev.jobc.expr.PlanExpr;
import dev.jobc.json.Json;
import dev.jobc.plan.Head;
import dev.jobc.plan.JoinRule;
import dev.jobc.plan.Node;
import dev.jobc.plan.Plan;
import dev.jobc.plan.PlanJson;
import dev.jobc.plan.RetryPolicy;
import dev.jobc.plan.TaskPolicy;
import dev.jobc.plan.Timeouts;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which inputs and which outputs of steps the expressions of a plan read. Looks at the plan's JSON,
 * so that no kind of node or field can be forgotten; but not at that of tasks with nothing special,
 * of which large plans have thousands.
 */
public final class PlanReads {
  private final Set<String> inputs = new HashSet<>();
  private final Set<Coordinates> whole = new HashSet<>();
  private final Map<Coordinates, Set<String>> fields = new HashMap<>();

  private PlanReads() {}

  static PlanReads of(Plan plan) {
    PlanReads reads = new PlanReads();
    List<Plan.Graph> others =
        plan.graphs().stream().map(graph -> new Plan.Graph(reads.withoutTasks(graph))).toList();
    reads.visit(PlanJson.write(plan.withGraphs(others)));
    return reads;
  }

  static PlanReads of(Json part) {
    PlanReads reads = new PlanReads();
    reads.visit(part);
    return reads;
  }

  boolean readsAnyOutput() {
    return !whole.isEmpty() || !fields.isEmpty();
  }

  boolean readsInput(String name) {
    return inputs.contains(name);
  }

  /** Whether the output of a step is read, by its name or together with the step's others. */
  boolean readsOutput(Coordinates step, String output) {
    return whole.contains(step) || fields.getOrDefault(step, Set.of()).contains(output);
  }

  /** Reads the tasks with nothing special, and gives the other nodes. */
  private List<Node> withoutTasks(Plan.Graph graph) {
    return graph.nodes().stream().filter(node -> !isPlainTask(node)).toList();
  }

  /** Names every component, so that a new one has to be thought of here. */
  private boolean isPlainTask(Node node) {
    if (!(node
            instanceof
            Node.Task(
                Head(
                    String id,
                    List<Integer> needs,
                    String source,
                    JoinRule rule,
                    PlanExpr when,
                    boolean continueOnError,
                    Integer compensate,
                    boolean setup,
                    List<Integer> teardown,
                    String description),
                int task,
                Map<String, PlanExpr> with,
                RetryPolicy retry,
                Timeouts timeouts,
                String queue,
                int priority,
                TaskPolicy policy))
        || !policy.equals(TaskPolicy.NONE)) {
      return false;
    }
    if (when != null) {
      visit(when);
    }
    with.values().forEach(this::visit);
    return true;
  }

  private void visit(PlanExpr expr) {
    switch (expr) {
      case PlanExpr.WorkflowInput input -> inputs.add(input.name());
      case PlanExpr.StepOutputs step -> whole.add(new Coordinates(step.graph(), step.node()));
      case PlanExpr.Gathered step -> whole.add(new Coordinates(step.graph(), step.node()));
      case PlanExpr.Field(PlanExpr.StepOutputs step, String field) ->
          read(new Coordinates(step.graph(), step.node()), field);
      case PlanExpr.Field(PlanExpr.Gathered step, String field) ->
          read(new Coordinates(step.graph(), step.node()), field);
      default -> expr.parts().forEach(this::visit);
    }
  }

  private void read(Coordinates step, String field) {
    fields.computeIfAbsent(step, s -> new HashSet<>()).add(field);
  }

  private void visit(Json json) {
    switch (json) {
      case Json.Obj object -> object(object);
      case Json.Arr array -> array.items().forEach(this::visit);
      case Json.Null n -> {}
      case Json.Bool b -> {}
      case Json.Int i -> {}
      case Json.Float f -> {}
      case Json.Str s -> {}
    }
  }

  private void object(Json.Obj object) {
    Map<String, Json> members = object.members();
    if (members.get("input") instanceof Json.Str(String name)) {
      inputs.add(name);
    }
    if (members.get("field") instanceof Json.Str(String field)
        && members.get("of") instanceof Json.Obj of) {
      Coordinates step = outputs(of);
      if (step != null) {
        read(step, field);
        return;
      }
    }
    Coordinates step = outputs(object);
    if (step != null) {
      whole.add(step);
    }
    members.values().forEach(this::visit);
  }

  private static @Nullable Coordinates outputs(Json.Obj object) {
    for (String kind : List.of("outputs", "gathered")) {
      if (object.members().get(kind) instanceof Json.Arr(List<Json> at)
          && at.size() == 2
          && at.get(0) instanceof Json.Int(long graph)
          && at.get(1) instanceof Json.Int(long node)) {
        return new Coordinates((int) graph, (int) node);
      }
    }
    return null;
  }
}
