package dev.jobc.plan;

import dev.jobc.plan.FlowControl.Concurrency;
import dev.jobc.plan.FlowControl.RateLimit;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What holds for a run as a whole.
 *
 * @param timeout milliseconds from submission to the end; 0 for no limit
 * @param retry how often the steps are run again when the run has failed
 * @param concurrency runs at once; null for no limit
 * @param rateLimit runs started in a window of time; null for no limit
 * @param checks must hold before the first step
 * @param budget what the compiler's bounds may not exceed
 * @param sources where the author wrote what holds for runs, {@code file:line:column} by key of the
 *     workflow: {@code timeout}, {@code secrets}
 */
public record RunPolicy(
    long timeout,
    RetryPolicy retry,
    @Nullable Concurrency concurrency,
    @Nullable RateLimit rateLimit,
    List<Check> checks,
    Budget budget,
    Map<String, String> sources) {

  /** Nothing said. */
  public static final RunPolicy NONE =
      new RunPolicy(0, RetryPolicy.NONE, null, null, List.of(), Budget.NONE);

  /** A policy whose places are not known. */
  public RunPolicy(
      long timeout,
      RetryPolicy retry,
      @Nullable Concurrency concurrency,
      @Nullable RateLimit rateLimit,
      List<Check> checks,
      Budget budget) {
    this(timeout, retry, concurrency, rateLimit, checks, budget, Map.of());
  }

  public RunPolicy {
    checks = List.copyOf(checks);
    sources = Collections.unmodifiableMap(new LinkedHashMap<>(sources));
  }

  /**
   * Bounds of a plan; 0 for none.
   *
   * @param maxTasks task attempts not counted, tasks in the worst case
   * @param worstCase milliseconds with all retries
   * @param maxParallel tasks at once
   */
  public record Budget(long maxTasks, long worstCase, long maxParallel) {
    public static final Budget NONE = new Budget(0, 0, 0);
  }
}
