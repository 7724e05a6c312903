package dev.jobc.compiler.types;

import static dev.jobc.diag.DiagnosticCode.SECRET_FLOWS;

import dev.jobc.compiler.resolve.Problems;
import dev.jobc.compiler.resolve.Unit.UnitTask;
import dev.jobc.compiler.types.value.Secrets;
import dev.jobc.model.InputDecl;
import dev.jobc.plan.TaskSpec.Param;
import dev.jobc.source.Located;

/** Whether calls that are made during the run can call a task at all. */
final class Spawnable {
  private final Problems problems;

  Spawnable(Problems problems) {
    this.problems = problems;
  }

  /** Refuses a task that needs a secret: calls are values like others, stored with the run. */
  void check(Located<String> name, UnitTask declared, TypedTask task) {
    for (Param input : task.inputs()) {
      if (Arguments.isRequired(input) && Secrets.isIn(input.type())) {
        InputDecl decl =
            declared.decl().inputs().stream()
                .filter(other -> other.name().value().equals(input.name()))
                .findFirst()
                .orElseThrow();
        problems.report(
            problems
                .at(
                    SECRET_FLOWS,
                    name.span(),
                    "a spawned call can't give task `%s` the secret `%s`"
                        .formatted(name.value(), input.name()))
                .label(declared.unit().doc().source().place(decl.name().span()), "declared here")
                .note("the calls of `spawn` are stored with the run")
                .help("call it by `forEach` with `uses`, which can pass secrets"));
      }
    }
  }
}
