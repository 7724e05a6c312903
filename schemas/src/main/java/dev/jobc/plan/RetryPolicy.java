package dev.jobc.plan;

import java.util.List;

/**
 * When and how often a failed attempt is repeated. Intervals are milliseconds.
 *
 * @param maxAttempts all attempts together, at least 1
 * @param initial wait before the second attempt
 * @param factor growth a further attempt, for {@link Backoff#EXPONENTIAL}
 * @param maxInterval cap of a single wait
 * @param maxElapsed no attempt starts later than this after the step became ready; 0 for no limit
 * @param errors only these errors are retried; empty for all
 * @param except these errors are not retried
 */
public record RetryPolicy(
    int maxAttempts,
    Backoff backoff,
    long initial,
    double factor,
    long maxInterval,
    Jitter jitter,
    long maxElapsed,
    List<String> errors,
    List<String> except) {

  public enum Backoff {
    CONSTANT,
    LINEAR,
    EXPONENTIAL
  }

  public enum Jitter {
    NONE,
    FULL,
    EQUAL
  }

  /** One attempt, no retry. */
  public static final RetryPolicy NONE =
      new RetryPolicy(
          1, Backoff.EXPONENTIAL, 1_000, 2.0, 60_000, Jitter.NONE, 0, List.of(), List.of());

  public RetryPolicy {
    if (maxAttempts < 1) {
      throw new IllegalArgumentException("maxAttempts " + maxAttempts + " is below 1");
    }
    errors = List.copyOf(errors);
    except = List.copyOf(except);
  }
}
