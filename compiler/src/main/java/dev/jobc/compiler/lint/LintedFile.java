package dev.jobc.compiler.lint;

import dev.jobc.compiler.resolve.Problems;
import dev.jobc.compiler.resolve.Unit;
import dev.jobc.compiler.types.TypedWorkflow;
import dev.jobc.plan.Plan;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A file without errors, as lints see it.
 *
 * @param workflow null for a library
 * @param plan what the workflow became, null for a library
 * @param reads what the plan reads, null for a library
 * @param namedElsewhere whether another file of the directory says a word
 */
public record LintedFile(
    Unit unit,
    @Nullable TypedWorkflow workflow,
    @Nullable Plan plan,
    @Nullable PlanReads reads,
    Predicate<String> namedElsewhere,
    Problems problems) {

  public static LintedFile of(
      Unit unit,
      @Nullable TypedWorkflow workflow,
      @Nullable Plan plan,
      Predicate<String> namedElsewhere,
      Problems problems) {
    PlanReads reads = plan == null ? null : PlanReads.of(plan);
    return new LintedFile(unit, workflow, plan, reads, namedElsewhere, problems);
  }
}
