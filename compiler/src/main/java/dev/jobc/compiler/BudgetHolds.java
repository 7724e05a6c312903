package dev.jobc.compiler;

import static dev.jobc.diag.DiagnosticCode.BUDGET_EXCEEDED;

import dev.jobc.compiler.bounds.Bound;
import dev.jobc.compiler.bounds.Bounds;
import dev.jobc.compiler.bounds.Cause;
import dev.jobc.compiler.bounds.Heaviest;
import dev.jobc.compiler.bounds.Heaviest.Share;
import dev.jobc.compiler.bounds.Spelling;
import dev.jobc.compiler.resolve.Problems;
import dev.jobc.compiler.resolve.Step;
import dev.jobc.compiler.types.TypedWorkflow;
import dev.jobc.diag.Diagnostic;
import dev.jobc.model.RunDoc.BudgetDoc;
import dev.jobc.plan.Plan;
import dev.jobc.source.Located;
import dev.jobc.source.Span;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** Holds a plan to the {@code budget} of its workflow. */
final class BudgetHolds {
  private final TypedWorkflow workflow;
  private final Problems problems;

  private BudgetHolds(TypedWorkflow workflow, Problems problems) {
    this.workflow = workflow;
    this.problems = problems;
  }

  static void check(TypedWorkflow workflow, Plan plan, Problems problems) {
    BudgetDoc budget = workflow.unit().doc().run().budget();
    if (budget != null) {
      new BudgetHolds(workflow, problems).check(budget, plan);
    }
  }

  private void check(BudgetDoc budget, Plan plan) {
    Bounds bounds = Bounds.of(plan);
    Located<Integer> tasks = budget.maxTasks();
    if (tasks != null) {
      Limit limit =
          new Limit(
              tasks.value(),
              tasks.span(),
              "have",
              "how many tasks a run can have",
              "leave `maxTasks` out, and give the other workflow a `budget`",
              Spelling::tasks);
      check(limit, bounds.run().tasks(), Heaviest.inTasks(plan, bounds));
    }
    Located<Duration> time = budget.worstCase();
    if (time != null) {
      Limit limit =
          new Limit(
              time.value().toMillis(),
              time.span(),
              "take",
              "how long a run can take",
              "put the call into a block with a `timeout`",
              Spelling::time);
      check(limit, bounds.run().duration(), Heaviest.inTime(bounds.run()));
    }
    Located<Integer> parallel = budget.maxParallel();
    if (parallel != null) {
      Limit limit =
          new Limit(
              parallel.value(),
              parallel.span(),
              "have",
              "how many tasks a run can have at once",
              "leave `maxParallel` out, and give the other workflow a `budget`",
              BudgetHolds::atOnce);
      check(limit, bounds.run().parallel(), Heaviest.inParallel(plan, bounds));
    }
  }

  /**
   * A member of the budget.
   *
   * @param verb what a run does with so much
   * @param what what it limits
   * @param called what to do when another workflow is called
   */
  private record Limit(
      long most, Span span, String verb, String what, String called, LongFunction<String> words) {
    String text(long amount) {
      return words.apply(amount);
    }
  }

  private static String atOnce(long count) {
    return Spelling.tasks(count) + " at once";
  }

  private void check(Limit limit, Bound bound, Optional<Share> heaviest) {
    if (bound.isOpen()) {
      open(limit, bound.causes().getFirst());
    } else if (bound.exceeds(limit.most())) {
      String message =
          "a run can %s %s, and the budget is %s"
              .formatted(limit.verb(), limit.text(bound.value()), limit.text(limit.most()));
      Diagnostic found = problems.at(BUDGET_EXCEEDED, limit.span(), message);
      if (heaviest.isPresent()) {
        Share share = heaviest.get();
        found = label(found, share.step(), limit.text(share.bound().value()) + " of it");
      }
      problems.report(found.help("`jobc plan --bounds` shows how it adds up"));
    }
  }

  private void open(Limit limit, Cause cause) {
    String message =
        "nothing limits %s, and the budget is %s".formatted(limit.what(), limit.text(limit.most()));
    Diagnostic found = problems.at(BUDGET_EXCEEDED, limit.span(), message);
    if (cause.step().isEmpty()) {
      found = found.note("the workflow " + cause.reason().words());
    } else {
      found = label(found, cause.step(), cause.reason().words());
    }
    if (cause.reason() == Cause.Reason.OTHER_WORKFLOW) {
      found =
          found
              .note(
                  "its newest revision is looked up when the call starts, and is a run of its own")
              .help(limit.called());
    }
    problems.report(found.help("`jobc plan --bounds` shows how it adds up"));
  }

  private Diagnostic label(Diagnostic found, String id, String words) {
    Step step = step(id);
    return step == null
        ? found.note("`" + id + "` " + words)
        : found.label(problems.place(step.doc().anchor()), words);
  }

  private @Nullable Step step(String id) {
    return workflow.resolved().tree().all().stream()
        .filter(step -> step.id().equals(id))
        .findFirst()
        .orElse(null);
  }
}
