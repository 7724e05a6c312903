package dev.jobc.compiler.types;

import dev.jobc.compiler.resolve.ResolvedWorkflow;
import dev.jobc.compiler.resolve.Step;
import dev.jobc.compiler.resolve.Unit;
import dev.jobc.plan.Plan;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * A workflow in which every name is resolved and every expression has a type.
 *
 * @param defaults what holds for its tasks where they and their steps say nothing
 */
public record TypedWorkflow(
    ResolvedWorkflow resolved,
    List<Plan.Input> inputs,
    List<Plan.Output> outputs,
    Map<Step, TypedStep> steps,
    TypedPolicy defaults) {
  public TypedWorkflow {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    steps = Collections.unmodifiableMap(new IdentityHashMap<>(steps));
  }

  public Unit unit() {
    return resolved.unit();
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
