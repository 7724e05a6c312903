package dev.jobc.compiler.simulate;

import dev.jobc.plan.Node;
import dev.jobc.plan.Pause;
import dev.jobc.plan.Plan;
import dev.jobc.plan.SubWorkflow;
import dev.jobc.plan.TaskSpec;
import dev.jobc.reference.Owners;
import dev.jobc.type.Type;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The steps of a plan by the names that authors give them. */
final class StepIndex {
  /** Errors that every task can end with. */
  static final Set<String> BUILT_IN =
      Set.of(
          "Timeout",
          "Stalled",
          "WorkerLost",
          "ExitCode",
          "OutputTypeError",
          "CheckFailed",
          "LoadError",
          "Unexpected");

  private final Plan plan;
  private final Map<String, Node> mockable = new LinkedHashMap<>();
  private final Set<String> all = new TreeSet<>();

  StepIndex(Plan plan) {
    this.plan = plan;
    Owners owners = new Owners(plan);
    for (int graph = 0; graph < plan.graphs().size(); graph++) {
      for (Node node : plan.graphs().get(graph).nodes()) {
        String name = owners.name(graph, node);
        all.add(name);
        if (isMockable(node)) {
          mockable.put(name, node);
        }
      }
    }
  }

  private static boolean isMockable(Node node) {
    return node instanceof Node.Task
        || node instanceof Pause.WaitFor
        || node instanceof Pause.Approval
        || node instanceof SubWorkflow;
  }

  Set<String> all() {
    return all;
  }

  /** Steps that something outside the plan answers for. */
  Set<String> mockable() {
    return mockable.keySet();
  }

  @Nullable Node node(String step) {
    return mockable.get(step);
  }

  /** The outputs of a step by name; null when the plan doesn't tell. */
  @Nullable Map<String, Type> outputs(Node node) {
    Map<String, Type> types = new LinkedHashMap<>();
    switch (node) {
      case Node.Task task -> spec(task).outputs().forEach(o -> types.put(o.name(), o.type()));
      case Pause.Approval approval -> {
        types.put("by", Type.Simple.STRING.optional());
        approval
            .form()
            .forEach(
                field ->
                    types.put(
                        field.name(),
                        field.defaultValue() == null ? field.type() : field.type().optional()));
      }
      case Pause.WaitFor(var h, var s, Type.RecordOf record, var t, var o) ->
          types.putAll(record.fields());
      case Pause.WaitFor wait -> {
        if (wait.type() != null) {
          types.put("value", wait.type());
        }
      }
      default -> {
        return null;
      }
    }
    return types;
  }

  /** The errors it may end with; null when the plan doesn't tell. */
  @Nullable Set<String> errors(Node node) {
    return switch (node) {
      case Node.Task task -> {
        Set<String> names = new TreeSet<>(BUILT_IN);
        names.addAll(spec(task).errors());
        yield names;
      }
      case Pause.Approval approval -> new TreeSet<>(Set.of("Denied", "Timeout"));
      case Pause.WaitFor wait -> Set.of("Timeout");
      default -> null;
    };
  }

  /** What the code of a step may call, as a call names it. */
  List<String> callees(Node node) {
    TaskSpec.Spawn spawn = node instanceof Node.Task task ? spec(task).spawn() : null;
    return spawn == null ? List.of() : spawn.allow().stream().map(TaskSpec.Callee::name).toList();
  }

  boolean maySkip(Node node) {
    return node instanceof Node.Task task && spec(task).exitCodes().containsValue(TaskSpec.SKIP);
  }

  TaskSpec spec(Node.Task task) {
    return plan.tasks().get(task.task());
  }
}
