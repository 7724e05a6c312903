package dev.jobc.compiler.lint;

import static dev.jobc.diag.DiagnosticCode.UNUSED_INPUT;

import dev.jobc.model.InputDecl;

/**
 * An input of a workflow that no expression reads. Inputs of tasks are not looked at: their code
 * gets them without an expression.
 */
final class UnusedInputs implements Lint {
  @Override
  public void check(LintedFile file) {
    PlanReads reads = file.reads();
    if (reads == null) {
      return;
    }
    for (InputDecl input : file.unit().doc().inputs()) {
      String name = input.name().value();
      if (!reads.readsInput(name)) {
        file.problems()
            .report(
                file.problems()
                    .at(UNUSED_INPUT, input.name().span(), "input `" + name + "` is never used")
                    .help("read it as `${{ inputs." + name + " }}`, or remove it"));
      }
    }
  }
}
