package dev.jobc.compiler.bounds;

import dev.jobc.plan.RetryPolicy;

/** What a retry policy comes to. All times are milliseconds and stop at {@link Long#MAX_VALUE}. */
public final class Backoffs {
  private Backoffs() {}

  /**
   * The longest that all attempts and the waits between them can take:
   *
   * <pre>
   * attempts × attempt + wait(1) + … + wait(attempts − 1)
   * wait(k) = min(maxInterval, constant: initial | linear: initial × k
   *                            | exponential: initial × factor^(k−1))
   * with maxElapsed: not more than maxElapsed + attempt, since no attempt starts later
   * </pre>
   *
   * Jitter only shortens waits, so at worst there is none.
   *
   * @param attempt the longest that one attempt can take
   */
  static Bound longest(RetryPolicy policy, Bound attempt) {
    Bound all = attempt.times(policy.maxAttempts()).plus(Bound.of(waits(policy)));
    boolean capped = policy.maxElapsed() > 0 && policy.maxAttempts() > 1;
    Bound last = Bound.of(policy.maxElapsed()).plus(attempt);
    return capped && last.value() < all.value() ? last : all;
  }

  /**
   * How many attempts have time to start at all, however quickly each of them fails.
   *
   * @param within milliseconds after the step became ready by which an attempt must have started
   */
  public static int possible(RetryPolicy policy, long within) {
    long start = 0;
    for (int attempt = 1; attempt < policy.maxAttempts(); attempt++) {
      start = Bound.plus(start, (long) (wait(policy, attempt) * shortest(policy)));
      if (start > within) {
        return attempt;
      }
    }
    return policy.maxAttempts();
  }

  private static long waits(RetryPolicy policy) {
    long sum = 0;
    for (int failures = 1; failures < policy.maxAttempts(); failures++) {
      sum = Bound.plus(sum, wait(policy, failures));
    }
    return sum;
  }

  /** The wait after so many failures, before jitter. */
  static long wait(RetryPolicy policy, int failures) {
    double interval =
        switch (policy.backoff()) {
          case CONSTANT -> policy.initial();
          case LINEAR -> (double) policy.initial() * failures;
          case EXPONENTIAL -> policy.initial() * Math.pow(policy.factor(), failures - 1.0);
        };
    double cap = policy.maxInterval() > 0 ? policy.maxInterval() : Long.MAX_VALUE;
    return (long) Math.min(interval, cap);
  }

  /** The share of a wait that jitter leaves at least. */
  private static double shortest(RetryPolicy policy) {
    return switch (policy.jitter()) {
      case NONE -> 1;
      case EQUAL -> 0.5;
      case FULL -> 0;
    };
  }
}
