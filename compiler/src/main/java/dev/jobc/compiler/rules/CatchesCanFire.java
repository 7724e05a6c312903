package dev.jobc.compiler.rules;

import static dev.jobc.diag.DiagnosticCode.IDLE_CATCH;
import static dev.jobc.diag.DiagnosticCode.UNKNOWN_ERROR;

import dev.jobc.compiler.resolve.Problems;
import dev.jobc.compiler.resolve.Step;
import dev.jobc.compiler.types.ErrorSets;
import dev.jobc.compiler.types.TypedWorkflow;
import dev.jobc.model.HandlersDoc;
import dev.jobc.model.HandlersDoc.CatchDoc;
import dev.jobc.model.PolicyDoc.RetryDoc;
import dev.jobc.model.StepBody;
import dev.jobc.source.Located;
import dev.jobc.source.Span;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** {@code catch} and {@code retry} of a block name errors that its steps can raise, once each. */
final class CatchesCanFire implements Rule {
  @Override
  public void check(TypedWorkflow workflow, Problems problems) {
    ErrorSets errors = workflow.errors();
    HandlersDoc outermost = workflow.unit().doc().handlers();
    if (!outermost.catches().isEmpty()) {
      check(outermost, errors.of(List.of(workflow.resolved().tree().root())), problems);
    }
    for (Step step : workflow.resolved().tree().all()) {
      HandlersDoc handlers = step.doc().flow().handlers();
      if (step.doc().body() instanceof StepBody.Nested) {
        Set<String> raised = new TreeSet<>(errors.ofBody(step));
        if (step.doc().policy().timeout() != null) {
          raised.add("Timeout");
        }
        check(handlers, raised, problems);
        retry(step.doc().policy().retry(), raised, problems);
      }
    }
  }

  private static void check(HandlersDoc handlers, Set<String> raised, Problems problems) {
    Map<String, Span> handled = new HashMap<>();
    CatchDoc all = null;
    for (CatchDoc clause : handlers.catches()) {
      if (all != null) {
        idle(clause.span(), all.span(), "an earlier clause catches every error", problems);
      }
      for (Located<String> error : clause.errors()) {
        member(error, raised, problems);
        Span first = handled.putIfAbsent(error.value(), error.span());
        if (first != null && all == null) {
          String message = "`" + error.value() + "` is caught by an earlier clause already";
          idle(error.span(), first, message, problems);
        }
      }
      all = all == null && clause.errors().isEmpty() ? clause : all;
    }
  }

  private static void retry(@Nullable RetryDoc retry, Set<String> raised, Problems problems) {
    if (retry != null) {
      retry.errors().forEach(error -> member(error, raised, problems));
      retry.except().forEach(error -> member(error, raised, problems));
    }
  }

  private static void idle(Span span, Span first, String message, Problems problems) {
    problems.report(
        problems
            .at(IDLE_CATCH, new Span(span.start(), Math.max(span.start(), span.end())), message)
            .label(problems.place(first), "the earlier one"));
  }

  private static void member(Located<String> error, Set<String> raised, Problems problems) {
    if (ErrorSets.has(raised, error.value())) {
      return;
    }
    String message = "no step of the block can raise `" + error.value() + "`";
    problems.report(
        problems.suggest(
            problems.at(UNKNOWN_ERROR, error.span(), message),
            error.value(),
            ErrorSets.known(raised),
            "errors"));
  }
}
