package dev.jobc.compiler.types;

import dev.jobc.compiler.resolve.Step;
import dev.jobc.expr.PlanExpr;
import dev.jobc.model.PolicyDoc;
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
 * @param with the task's inputs by name
 * @param taskPolicy what the task says where the step says nothing
 */
public record TypedStep(
    Step step,
    @Nullable PlanExpr when,
    @Nullable PlanExpr items,
    @Nullable TypedTask task,
    Map<String, PlanExpr> with,
    PolicyDoc taskPolicy) {
  public TypedStep {
    with = Collections.unmodifiableMap(new LinkedHashMap<>(with));
  }

  /** Without a condition yet. */
  TypedStep(
      Step step,
      @Nullable PlanExpr items,
      @Nullable TypedTask task,
      Map<String, PlanExpr> with,
      PolicyDoc taskPolicy) {
    this(step, null, items, task, with, taskPolicy);
  }

  TypedStep when(@Nullable PlanExpr condition) {
    return new TypedStep(step, condition, items, task, with, taskPolicy);
  }
}
