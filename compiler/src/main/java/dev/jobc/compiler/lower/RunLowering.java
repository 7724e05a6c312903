package dev.jobc.compiler.lower;

import dev.jobc.compiler.types.TypedPolicy;
import dev.jobc.compiler.types.TypedTask;
import dev.jobc.compiler.types.TypedWorkflow;
import dev.jobc.model.RunDoc;
import dev.jobc.model.RunDoc.BudgetDoc;
import dev.jobc.plan.RetryPolicy;
import dev.jobc.plan.RunPolicy;
import dev.jobc.plan.RunPolicy.Budget;
import dev.jobc.plan.Trigger;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** What holds for a run as a whole. */
final class RunLowering {
  private RunLowering() {}

  /**
   * The policy of a workflow's runs.
   *
   * @param numbers the number of a task in the plan
   */
  static RunPolicy policy(TypedWorkflow workflow, ToIntFunction<TypedTask> numbers) {
    RunDoc doc = workflow.unit().doc().run();
    TypedPolicy typed = workflow.run().policy();
    Map<String, String> sources = new TreeMap<>();
    doc.keys().forEach((key, span) -> sources.put(key, workflow.unit().source(span)));
    sources.keySet().removeAll(Set.of("vars", "triggers"));
    return new RunPolicy(
        Literals.millis(doc.timeout(), 0),
        doc.retry() == null ? RetryPolicy.NONE : Literals.retry(doc.retry()),
        LimitLowering.concurrency(doc.concurrency(), typed.concurrencyKey()),
        LimitLowering.rateLimit(doc.rateLimit(), typed.rateLimit(), typed.rateKey()),
        Policies.checks(typed.checks(), numbers),
        budget(doc.budget()),
        sources);
  }

  /** What starts its runs. */
  static List<Trigger> triggers(TypedWorkflow workflow, ToIntFunction<TypedTask> numbers) {
    return workflow.run().triggers().stream()
        .map(t -> t.program() == null ? t.trigger() : t.numbered(numbers.applyAsInt(t.program())))
        .toList();
  }

  private static Budget budget(@Nullable BudgetDoc doc) {
    return doc == null
        ? Budget.NONE
        : new Budget(
            Literals.or(doc.maxTasks(), 0),
            Literals.millis(doc.worstCase(), 0),
            Literals.or(doc.maxParallel(), 0));
  }
}
