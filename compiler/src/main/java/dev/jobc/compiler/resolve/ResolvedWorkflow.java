package dev.jobc.compiler.resolve;

import dev.jobc.compiler.resolve.Requirements.Required;
import dev.jobc.compiler.resolve.Unit.UnitTask;
import dev.jobc.model.BlockDoc;
import dev.jobc.model.ControlBody;
import dev.jobc.model.StepBody;
import dev.jobc.model.TriggerDoc;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A workflow whose steps know their tasks and their places.
 *
 * @param unit the file
 * @param tree its steps
 * @param orders who waits for whom in its graphs
 * @param skips which steps may be skipped
 * @param layout the nodes they become
 * @param calls the task of each step that uses one; steps whose task is unknown are left out
 * @param workflows the same for steps that call a workflow
 * @param services the steps that nobody wrote: what the workflow or a task of it requires
 */
public record ResolvedWorkflow(
    Unit unit,
    StepTree tree,
    Orders orders,
    Skips skips,
    Layout layout,
    Map<Step, UnitTask> calls,
    Map<Step, Unit> workflows,
    Set<Step> services) {

  static ResolvedWorkflow of(
      Unit unit,
      BlockDoc written,
      TaskTable tasks,
      WorkflowTable workflows,
      Requirements requirements,
      Problems problems) {
    Prelude.Steps all = Prelude.before(written, unit, tasks, requirements);
    StepTree tree = StepTree.of(all.block(), unit.doc().handlers());
    Set<Step> services = Collections.newSetFromMap(new IdentityHashMap<>());
    Map<Step, UnitTask> calls = new IdentityHashMap<>();
    Map<Step, Unit> callees = new IdentityHashMap<>();
    for (Step step : tree.all()) {
      Required required = all.services().get(step.doc());
      if (required != null) {
        services.add(step);
        switch (required) {
          case Required.Task task -> calls.put(step, task.task());
          case Required.Workflow workflow -> callees.put(step, workflow.workflow());
        }
        continue;
      }
      if (step.doc().body() instanceof StepBody.Call call) {
        UnitTask task = tasks.find(unit, call.uses(), problems);
        if (task != null) {
          calls.put(step, task);
        }
      }
      if (step.doc().body() instanceof ControlBody.SubWorkflow call) {
        Unit callee = workflows.find(unit, call.uses(), problems);
        if (callee != null) {
          callees.put(step, callee);
        }
      }
    }
    for (TriggerDoc trigger : unit.doc().run().triggers()) {
      if (trigger instanceof TriggerDoc.OfWorkflow of) {
        workflows.checkTrigger(unit, of.workflow(), problems);
      }
    }
    Orders orders = new Orders(tree);
    Skips skips = new Skips(unit, tree, orders, calls);
    Layout layout = LayoutBuilder.of(tree, orders, skips);
    return new ResolvedWorkflow(
        unit,
        tree,
        orders,
        skips,
        layout,
        Collections.unmodifiableMap(calls),
        Collections.unmodifiableMap(callees),
        Collections.unmodifiableSet(services));
  }

  /** Resolves the names of a file; null for a library. */
  public static @Nullable ResolvedWorkflow of(
      Unit unit,
      TaskTable tasks,
      WorkflowTable workflows,
      Requirements requirements,
      Problems problems) {
    BlockDoc steps = unit.doc().steps();
    return steps == null ? null : of(unit, steps, tasks, workflows, requirements, problems);
  }

  /** Whether a step has ended for certain when the reader starts; null reads at the very end. */
  public Ending ending(Step target, @Nullable Step reader) {
    return Ending.of(target, reader);
  }

  /** The order within every {@code graph} block. */
  public Collection<GraphOrder> graphs() {
    return orders.all();
  }

  /** The workflows it calls, in the order in which the steps were written. */
  public Map<Step, Unit> inOrder() {
    Map<Step, Unit> ordered = new LinkedHashMap<>();
    tree.all().stream()
        .filter(workflows::containsKey)
        .forEach(step -> ordered.put(step, workflows.get(step)));
    return ordered;
  }
}
