package dev.jobc.compiler.types;

import dev.jobc.compiler.resolve.ResolvedWorkflow;
import dev.jobc.compiler.resolve.Step;
import dev.jobc.compiler.resolve.Unit;
import dev.jobc.expr.PlanExpr;
import dev.jobc.plan.Plan;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A workflow in which every name is resolved and every expression has a type.
 *
 * @param defaults what holds for its tasks where they and their steps say nothing
 * @param keys the key of an item of each map whose results have keys
 * @param controls what each control step becomes
 * @param run what holds for its runs as a whole
 */
public record TypedWorkflow(
    ResolvedWorkflow resolved,
    List<Plan.Input> inputs,
    List<Plan.Output> outputs,
    Map<Step, TypedStep> steps,
    TypedPolicy defaults,
    Map<Step, PlanExpr> keys,
    Map<Step, ControlNode> controls,
    ErrorSets errors,
    TypedRun run) {
  public TypedWorkflow {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    keys = Collections.unmodifiableMap(new IdentityHashMap<>(keys));
    controls = Collections.unmodifiableMap(new IdentityHashMap<>(controls));
    steps = Collections.unmodifiableMap(new IdentityHashMap<>(steps));
  }

  public Unit unit() {
    return resolved.unit();
  }

  /** The errors with which its runs can end. */
  Set<String> raises() {
    return errors.ofRun(resolved.tree().roots(), unit().doc().handlers());
  }

  public TypedStep step(Step step) {
    TypedStep typed = steps.get(step);
    if (typed == null) {
      throw new IllegalStateException("untyped " + step);
    }
    return typed;
  }

  /** The steps in the order in which they were written. */
  public List<TypedStep> inOrder() {
    return resolved.tree().all().stream().map(this::step).toList();
  }
}
