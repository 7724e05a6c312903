package dev.jobc.compiler.rules;

import static dev.jobc.diag.DiagnosticCode.OUTSIDE_CONSTRAINT;

import dev.jobc.compiler.resolve.Problems;
import dev.jobc.compiler.types.TypedStep;
import dev.jobc.compiler.types.TypedTask;
import dev.jobc.compiler.types.TypedWorkflow;
import dev.jobc.expr.PlanExpr;
import dev.jobc.input.ConstraintCheck;
import dev.jobc.json.Json;
import dev.jobc.model.StepBody;
import dev.jobc.model.StepBody.ArgDoc;
import dev.jobc.plan.TaskSpec.Param;

/** What a call passes as a literal keeps {@code pattern}, {@code min} and the like of the input. */
final class ArgumentsKeepConstraints implements Rule {
  @Override
  public void check(TypedWorkflow workflow, Problems problems) {
    for (TypedStep step : workflow.inOrder()) {
      TypedTask task = step.task();
      if (task != null && step.step().doc().body() instanceof StepBody.Call call) {
        call.with().forEach(arg -> check(step, task, arg, problems));
      }
    }
  }

  private static void check(TypedStep step, TypedTask task, ArgDoc arg, Problems problems) {
    for (Param param : task.inputs()) {
      if (param.name().equals(arg.name().value())
          && step.with().get(param.name()) instanceof PlanExpr.Const(Json value)) {
        ConstraintCheck.problems(param.constraints(), param.type(), value)
            .forEach(
                problem ->
                    problems.report(
                        OUTSIDE_CONSTRAINT,
                        arg.value().span(),
                        "input `" + param.name() + "` " + problem));
      }
    }
  }
}
