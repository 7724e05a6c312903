package dev.jobc.compiler.lint;

import static dev.jobc.diag.DiagnosticCode.IDLE_RULE;

import dev.jobc.compiler.resolve.ResolvedWorkflow;
import dev.jobc.compiler.types.TypedWorkflow;
import dev.jobc.plan.JoinRule;
import dev.jobc.source.Located;

/** A {@code triggerRule} on a step that waits for no other: the rule counts nothing. */
final class IdleRules implements Lint {
  @Override
  public void check(LintedFile file) {
    TypedWorkflow typed = file.workflow();
    if (typed == null) {
      return;
    }
    ResolvedWorkflow workflow = typed.resolved();
    workflow.tree().all().stream()
        .filter(step -> workflow.orders().waits(step).isEmpty())
        .forEach(
            step -> {
              Located<JoinRule> rule = step.doc().flow().rule();
              if (rule != null) {
                file.problems()
                    .report(
                        file.problems()
                            .at(IDLE_RULE, rule.span(), step.title() + " waits for no other step")
                            .note("a rule counts the steps in `needs` and those referred to")
                            .help("add `needs: [...]`, or leave `triggerRule` out"));
              }
            });
  }
}
