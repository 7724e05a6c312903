package dev.jobc.compiler.rules;

import static dev.jobc.diag.DiagnosticCode.DUPLICATE_STEP;

import dev.jobc.compiler.resolve.Problems;
import dev.jobc.compiler.resolve.Step;
import dev.jobc.compiler.types.TypedWorkflow;
import dev.jobc.source.Located;

/** An id names one step of the workflow, in whatever block it is. */
final class StepIdsAreUnique implements Rule {
  @Override
  public void check(TypedWorkflow workflow, Problems problems) {
    for (Step step : workflow.resolved().tree().all()) {
      Located<String> id = step.doc().id();
      Step first = workflow.resolved().tree().named(step.id());
      if (id != null && first != null && first != step) {
        problems.report(
            problems
                .at(DUPLICATE_STEP, id.span(), "two steps have the id `" + id.value() + "`")
                .label(problems.place(first.doc().anchor()), "the first one")
                .help("ids are unique in the whole workflow, blocks included"));
      }
    }
  }
}
