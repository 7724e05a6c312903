package dev.jobc.compiler.rules;

import static dev.jobc.diag.DiagnosticCode.NOT_A_SETUP;
import static dev.jobc.diag.DiagnosticCode.UNKNOWN_STEP;

import dev.jobc.compiler.resolve.Problems;
import dev.jobc.compiler.resolve.Step;
import dev.jobc.compiler.types.TypedWorkflow;
import dev.jobc.model.FlowDoc;
import dev.jobc.source.Located;
import java.util.List;

/** {@code teardown} names setup steps of the same {@code graph}. */
final class TeardownsNameSetups implements Rule {
  @Override
  public void check(TypedWorkflow workflow, Problems problems) {
    for (Step step : workflow.resolved().tree().all()) {
      for (Located<String> name : step.doc().flow().teardown()) {
        check(workflow, step, name, problems);
      }
    }
  }

  private static void check(
      TypedWorkflow workflow, Step step, Located<String> name, Problems problems) {
    Step target = workflow.resolved().tree().named(name.value());
    if (target == null || target.home() != step.home()) {
      List<String> setups =
          step.home().steps().stream()
              .filter(other -> FlowDoc.isTrue(other.doc().flow().setup()))
              .map(Step::id)
              .toList();
      String message = "no step of this graph has the id `" + name.value() + "`";
      problems.report(
          problems.suggest(
              problems.at(UNKNOWN_STEP, name.span(), message), name.value(), setups, "setups"));
    } else if (!FlowDoc.isTrue(target.doc().flow().setup())) {
      problems.report(
          problems
              .at(NOT_A_SETUP, name.span(), "step `" + name.value() + "` is no setup")
              .label(problems.place(target.doc().anchor()), "this step")
              .help("add `setup: true` to it, or name it under `needs`"));
    }
  }
}
