package dev.jobc.model;

import dev.jobc.model.LimitsDoc.ConcurrencyDoc;
import dev.jobc.model.LimitsDoc.RateLimitDoc;
import dev.jobc.model.PolicyDoc.RetryDoc;
import dev.jobc.source.Located;
import dev.jobc.source.Span;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a workflow says about its runs as a whole; a member is null when the author wrote none.
 *
 * @param owner who answers for the workflow or library
 * @param secrets names that {@code secrets.<name>} may say
 * @param vars named values, in their order
 * @param timeout at least 1 ms
 * @param triggers none means that only a person or the API starts runs
 * @param keys where the keys stand that were written, by their names
 */
public record RunDoc(
    @Nullable Located<String> owner,
    List<Located<String>> secrets,
    List<VarDoc> vars,
    @Nullable Located<Duration> timeout,
    @Nullable RetryDoc retry,
    @Nullable ConcurrencyDoc concurrency,
    @Nullable RateLimitDoc rateLimit,
    List<CheckDoc> checks,
    @Nullable BudgetDoc budget,
    List<TriggerDoc> triggers,
    Map<String, Span> keys) {

  public RunDoc {
    secrets = List.copyOf(secrets);
    vars = List.copyOf(vars);
    checks = List.copyOf(checks);
    triggers = List.copyOf(triggers);
    keys = Map.copyOf(keys);
  }

  /** The part that a task can have too. */
  public PolicyDoc policy() {
    return new PolicyDoc(
        retry,
        null,
        null,
        null,
        null,
        concurrency,
        null,
        rateLimit,
        IsolationDoc.NONE,
        checks,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        owner);
  }

  /** A named value. */
  public record VarDoc(Located<String> name, ValueDoc value) {}

  /** {@code budget:} with at least one member; the numbers are at least 1. */
  public record BudgetDoc(
      @Nullable Located<Integer> maxTasks,
      @Nullable Located<Duration> worstCase,
      @Nullable Located<Integer> maxParallel,
      Span span) {}
}
