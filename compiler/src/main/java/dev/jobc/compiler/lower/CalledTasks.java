package dev.jobc.compiler.lower;

import dev.jobc.compiler.types.SpawnedTasks.Spawned;
import dev.jobc.compiler.types.TypedTask;
import dev.jobc.compiler.types.TypedWorkflow;
import dev.jobc.expr.PlanExpr;
import dev.jobc.plan.Head;
import dev.jobc.plan.TaskSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * The tasks that code may call, a graph each behind those of the workflow's own steps. Several
 * callers have one graph: what a call is given is all that it sees.
 */
final class CalledTasks {
  private final int first;
  private final Set<String> names;
  private final List<TypedTask> order = new ArrayList<>();
  private final Map<TypedTask, Head> heads = new IdentityHashMap<>();

  CalledTasks(TypedWorkflow workflow) {
    first = workflow.resolved().layout().graphs().size();
    names = new HashSet<>(workflow.resolved().tree().names());
  }

  /** The first name by which a task is called is that of its node. */
  void add(Spawned callee) {
    TypedTask task = callee.task();
    if (!heads.containsKey(task)) {
      String id = callee.name();
      while (!names.add(id)) {
        id += "_";
      }
      heads.put(task, Head.of(id, List.of(), task.unit().source(task.span())));
      order.add(task);
    }
  }

  int graph(TypedTask task) {
    return first + order.indexOf(Objects.requireNonNull(task));
  }

  /** Every task with the head of its node, in the order of the graphs. */
  void forEach(BiConsumer<TypedTask, Head> action) {
    order.forEach(task -> action.accept(task, Objects.requireNonNull(heads.get(task))));
  }

  /** What a call gives; an input that it leaves out takes its default. */
  Map<String, PlanExpr> inputs(TypedTask task) {
    PlanExpr given = new PlanExpr.Field(new PlanExpr.Item(graph(task)), "with");
    Map<String, PlanExpr> inputs = new LinkedHashMap<>();
    for (TaskSpec.Param input : task.inputs()) {
      inputs.put(input.name(), new PlanExpr.Field(given, input.name()));
    }
    return Collections.unmodifiableMap(inputs);
  }
}
