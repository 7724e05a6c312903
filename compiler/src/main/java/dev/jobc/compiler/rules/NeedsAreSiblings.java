package dev.jobc.compiler.rules;

import static dev.jobc.diag.DiagnosticCode.NEED_NOT_SIBLING;
import static dev.jobc.diag.DiagnosticCode.UNKNOWN_STEP;

import dev.jobc.compiler.resolve.Problems;
import dev.jobc.compiler.resolve.Step;
import dev.jobc.compiler.resolve.StepTree;
import dev.jobc.compiler.types.TypedWorkflow;
import dev.jobc.source.Located;
import java.util.List;
import java.util.Objects;

/** {@code needs} names steps of the same {@code graph}. */
final class NeedsAreSiblings implements Rule {
  @Override
  public void check(TypedWorkflow workflow, Problems problems) {
    StepTree tree = workflow.resolved().tree();
    for (Step step : tree.all()) {
      step.doc().needs().forEach(need -> check(tree, step, need, problems));
    }
  }

  private static void check(StepTree tree, Step step, Located<String> need, Problems problems) {
    Step target = tree.named(need.value());
    if (target == null) {
      List<String> siblings =
          step.home().steps().stream()
              .filter(sibling -> sibling != step)
              .map(sibling -> sibling.doc().id())
              .filter(Objects::nonNull)
              .map(Located::value)
              .toList();
      String message = "no step has the id `" + need.value() + "`";
      problems.report(
          problems.suggest(
              problems.at(UNKNOWN_STEP, need.span(), message), need.value(), siblings, "steps"));
    } else if (target.home() != step.home()) {
      problems.report(
          problems
              .at(NEED_NOT_SIBLING, need.span(), "`" + need.value() + "` is not in the same graph")
              .label(problems.place(target.doc().anchor()), "it is here")
              .help("name the step of this graph that contains it, or is contained in it"));
    }
  }
}
