package dev.jobc.compiler.lint;

import static dev.jobc.diag.DiagnosticCode.UNREACHABLE_STEP;

import dev.jobc.compiler.resolve.Block;
import dev.jobc.compiler.resolve.Step;
import dev.jobc.compiler.types.TypedWorkflow;
import dev.jobc.model.BlockDoc;
import dev.jobc.model.StepDoc;

/** Steps of a sequence behind one that always fails or ends the run. */
final class UnreachableSteps implements Lint {
  @Override
  public void check(LintedFile file) {
    TypedWorkflow workflow = file.workflow();
    if (workflow != null) {
      workflow.resolved().tree().blocks().forEach(block -> check(file, block));
    }
  }

  private static void check(LintedFile file, Block block) {
    if (block.kind() != BlockDoc.Kind.SEQUENCE) {
      return;
    }
    for (int i = 0; i + 1 < block.steps().size(); i++) {
      StepDoc step = block.steps().get(i).doc();
      if (step.leaves()) {
        report(file, step, block.steps().get(i + 1));
        return;
      }
    }
  }

  private static void report(LintedFile file, StepDoc last, Step next) {
    file.problems()
        .report(
            file.problems()
                .at(UNREACHABLE_STEP, next.doc().anchor(), "nothing leads to " + next.title())
                .label(file.problems().place(last.anchor()), "no step comes after this one")
                .help("put an `if` on the step before, or remove what follows it"));
  }
}
