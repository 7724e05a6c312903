package dev.jobc.plan;

import dev.jobc.plan.FlowControl.Concurrency;
import dev.jobc.plan.FlowControl.RateLimit;
import java.util.List;
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
 */
public record RunPolicy(
    long timeout,
    RetryPolicy retry,
    @Nullable Concurrency concurrency,
    @Nullable RateLimit rateLimit,
    List<Check> checks,
    Budget budget) {

  /** Nothing said. */
  public static final RunPolicy NONE =
      new RunPolicy(0, RetryPolicy.NONE, null, null, List.of(), Budget.NONE);

  public RunPolicy {
    checks = List.copyOf(checks);
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
