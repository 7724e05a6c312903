package dev.jobc.compiler.types;

import dev.jobc.compiler.resolve.Step;
import dev.jobc.expr.PlanExpr;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A step with its task and values.
 *
 * @param when the step's condition, null for none
 * @param items what a map goes through, null for a step that runs once
 * @param task null for a block, and when the task is unknown
 * @param with the task's inputs by name; of a {@code return} the outputs, of a {@code switch} its
 *     {@code subject}, of a {@code fail} its {@code message}
 * @param policy what the step itself says, before its task
 */
public record TypedStep(
    Step step,
    @Nullable PlanExpr when,
    @Nullable PlanExpr items,
    @Nullable TypedTask task,
    Map<String, PlanExpr> with,
    TypedPolicy policy) {
  public TypedStep {
    with = Collections.unmodifiableMap(new LinkedHashMap<>(with));
  }

  /** Without a condition yet. */
  TypedStep(
      Step step,
      @Nullable PlanExpr items,
      @Nullable TypedTask task,
      Map<String, PlanExpr> with,
      TypedPolicy policy) {
    this(step, null, items, task, with, policy);
  }

  TypedStep when(@Nullable PlanExpr condition) {
    return new TypedStep(step, condition, items, task, with, policy);
  }

  /** With these values instead. */
  TypedStep giving(Map<String, PlanExpr> values) {
    return new TypedStep(step, when, items, task, values, policy);
  }

  TypedStep with(TypedPolicy own) {
    return new TypedStep(step, when, items, task, with, own);
  }
}
