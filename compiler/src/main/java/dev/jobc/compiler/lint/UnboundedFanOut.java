package dev.jobc.compiler.lint;

import static dev.jobc.diag.DiagnosticCode.UNBOUNDED_FAN_OUT;

import dev.jobc.compiler.resolve.Step;
import dev.jobc.compiler.types.TypedWorkflow;
import dev.jobc.expr.PlanExpr;
import dev.jobc.expr.PlanExprJson;
import dev.jobc.model.StepDoc.ForEachDoc;

/** A {@code forEach} over what another step gives, with neither of its limits set. */
final class UnboundedFanOut implements Lint {
  @Override
  public void check(LintedFile file) {
    TypedWorkflow workflow = file.workflow();
    if (workflow == null) {
      return;
    }
    for (Step step : workflow.resolved().tree().all()) {
      ForEachDoc forEach = step.doc().forEach();
      PlanExpr items = workflow.step(step).items();
      if (forEach != null && items != null && isUnbounded(forEach, items)) {
        file.problems()
            .report(
                file.problems()
                    .at(
                        UNBOUNDED_FAN_OUT,
                        forEach.key(),
                        step.title() + " may start any number of tasks at once")
                    .help("limit how many run at once with `maxParallel`")
                    .help("or say how long the list may be with `maxItems`"));
      }
    }
  }

  private static boolean isUnbounded(ForEachDoc forEach, PlanExpr items) {
    return forEach.maxParallel() == null
        && forEach.maxItems() == null
        && PlanReads.of(PlanExprJson.write(items)).readsAnyOutput();
  }
}
