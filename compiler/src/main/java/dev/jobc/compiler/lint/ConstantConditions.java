package dev.jobc.compiler.lint;

import static dev.jobc.diag.DiagnosticCode.CONSTANT_CONDITION;

import dev.jobc.compiler.types.TypedStep;
import dev.jobc.compiler.types.TypedWorkflow;
import dev.jobc.expr.PlanExpr;
import dev.jobc.json.Json;
import dev.jobc.model.FlowDoc.ConditionDoc;

/** An {@code if} that is true, or false, whatever a run is given. */
final class ConstantConditions implements Lint {
  @Override
  public void check(LintedFile file) {
    TypedWorkflow workflow = file.workflow();
    if (workflow == null) {
      return;
    }
    for (TypedStep step : workflow.inOrder()) {
      ConditionDoc condition = step.step().doc().flow().condition();
      if (condition != null && step.when() instanceof PlanExpr.Const(Json.Bool(boolean holds))) {
        String effect = holds ? "always true" : "always false, so the step never runs";
        file.problems()
            .report(
                file.problems()
                    .at(CONSTANT_CONDITION, condition.key(), "this condition is " + effect)
                    .help("leave the `if` out, or compare with an input or an output"));
      }
    }
  }
}
