package dev.jobc.compiler.rules;

import static dev.jobc.diag.DiagnosticCode.MISPLACED_KEY;
import static dev.jobc.diag.DiagnosticCode.NOT_COMPENSATED;

import dev.jobc.compiler.resolve.Problems;
import dev.jobc.compiler.resolve.Step;
import dev.jobc.compiler.types.TypedWorkflow;
import dev.jobc.model.FlowDoc;
import dev.jobc.model.PartDoc;
import dev.jobc.model.StepBody;
import org.jspecify.annotations.Nullable;

/** In a saga each task says how it is undone; outside one, none does. */
final class SagasAreUndone implements Rule {
  @Override
  public void check(TypedWorkflow workflow, Problems problems) {
    for (Step step : workflow.resolved().tree().all()) {
      FlowDoc.CompensateDoc compensate = step.doc().flow().compensate();
      Step saga = sagaAround(step);
      if (compensate != null && saga == null) {
        problems.report(
            problems
                .at(MISPLACED_KEY, compensate.key(), "`compensate` means nothing outside a saga")
                .help("write `saga: true` on the block that the step is in"));
      }
      if (compensate == null && saga != null && !undoneAround(step, saga) && isTask(step)) {
        problems.report(
            problems
                .at(
                    NOT_COMPENSATED,
                    step.doc().anchor(),
                    step.title() + " is not undone when the saga fails")
                .label(problems.place(saga.doc().anchor()), "the saga")
                .help("add `compensate:` with a step, or `compensate: none`"));
      }
    }
  }

  private static boolean isTask(Step step) {
    return step.doc().body() instanceof StepBody.Call
        || step.doc().body() instanceof StepBody.Inline;
  }

  /** The innermost saga whose body the step is part of. */
  private static @Nullable Step sagaAround(Step step) {
    for (Step at = step; at.parent() != null; at = at.parent()) {
      PartDoc.Role role = at.home().role();
      if (role != PartDoc.Role.BODY && role != PartDoc.Role.CASE) {
        return null;
      }
      if (FlowDoc.isTrue(at.parent().doc().flow().saga())) {
        return at.parent();
      }
    }
    return null;
  }

  /** Whether a block between the step and the saga is undone as a whole. */
  private static boolean undoneAround(Step step, Step saga) {
    for (Step at = step.parent(); at != null && at != saga; at = at.parent()) {
      if (at.doc().flow().compensate() != null) {
        return true;
      }
    }
    return false;
  }
}
