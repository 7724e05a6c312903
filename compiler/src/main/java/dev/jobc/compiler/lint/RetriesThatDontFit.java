package dev.jobc.compiler.lint;

import static dev.jobc.diag.DiagnosticCode.RETRY_DOES_NOT_FIT;

import dev.jobc.compiler.bounds.Backoffs;
import dev.jobc.compiler.bounds.Spelling;
import dev.jobc.compiler.resolve.Step;
import dev.jobc.compiler.types.TypedWorkflow;
import dev.jobc.model.PolicyDoc;
import dev.jobc.plan.Flow;
import dev.jobc.plan.Node;
import dev.jobc.plan.Plan;
import dev.jobc.plan.RetryPolicy;
import dev.jobc.plan.Timeouts;
import dev.jobc.source.Span;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Attempts that have no time to start, however quickly those before them fail. */
final class RetriesThatDontFit implements Lint {
  @Override
  public void check(LintedFile file) {
    TypedWorkflow workflow = file.workflow();
    Plan plan = file.plan();
    if (workflow == null || plan == null) {
      return;
    }
    Map<String, Step> steps = new HashMap<>();
    workflow.resolved().tree().all().forEach(step -> steps.put(step.id(), step));
    for (Plan.Graph graph : plan.graphs()) {
      for (Node node : graph.nodes()) {
        check(file, node, steps.get(node.id()));
      }
    }
  }

  private static void check(LintedFile file, Node node, @Nullable Step step) {
    if (step == null) {
      return;
    }
    switch (node) {
      case Node.Task task -> check(file, step, task.retry(), task.timeouts());
      case Flow.Block block -> check(file, step, block.retry(), block.timeouts());
      default -> {}
    }
  }

  private static void check(LintedFile file, Step step, RetryPolicy retry, Timeouts timeouts) {
    long elapsed = retry.maxElapsed();
    long total = timeouts.total();
    boolean byTotal = total > 0 && (elapsed == 0 || total < elapsed);
    long within = byTotal ? total : elapsed;
    int possible = within == 0 ? retry.maxAttempts() : Backoffs.possible(retry, within);
    if (possible < retry.maxAttempts()) {
      String limit = byTotal ? "`timeout.total`" : "`maxElapsed`";
      file.problems()
          .report(
              file.problems()
                  .at(
                      RETRY_DOES_NOT_FIT,
                      place(step),
                      "%s can never start more than %d of its %d attempts"
                          .formatted(step.title(), possible, retry.maxAttempts()))
                  .note(
                      "the waits before the next one take longer than its %s of %s"
                          .formatted(limit, Spelling.time(within))));
    }
  }

  private static Span place(Step step) {
    PolicyDoc.RetryDoc own = step.doc().policy().retry();
    return own == null ? step.doc().anchor() : own.maxAttempts().span();
  }
}
