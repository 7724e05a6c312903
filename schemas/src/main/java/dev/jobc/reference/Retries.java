package dev.jobc.reference;

import dev.jobc.plan.RetryPolicy;
import java.util.OptionalLong;
import java.util.Set;

/** Whether and when a failed try is repeated; waits are the policy's own, without jitter. */
final class Retries {
  /** So many losses of a worker in a row fail the step. */
  static final int MAX_LOSSES = 3;

  /** Errors that are repeated only when the author lists them. */
  private static final Set<String> NOT_REPEATED =
      Set.of(
          StepError.OUTPUT_TYPE_ERROR,
          StepError.EXPRESSION_ERROR,
          StepError.CHECK_FAILED,
          StepError.CANCELLED,
          "LoadError");

  private Retries() {}

  /**
   * The wait before the next try in milliseconds, empty when there is none.
   *
   * @param failures how many tries have failed, this one included
   * @param elapsed milliseconds since the step became ready
   */
  static OptionalLong delay(RetryPolicy policy, String error, int failures, long elapsed) {
    if (failures >= policy.maxAttempts() || !covers(policy, error)) {
      return OptionalLong.empty();
    }
    long wait = interval(policy, failures);
    boolean tooLate = policy.maxElapsed() > 0 && elapsed + wait > policy.maxElapsed();
    return tooLate ? OptionalLong.empty() : OptionalLong.of(wait);
  }

  private static boolean covers(RetryPolicy policy, String error) {
    if (policy.except().contains(error)) {
      return false;
    }
    return policy.errors().isEmpty()
        ? !NOT_REPEATED.contains(error)
        : policy.errors().contains(error);
  }

  private static long interval(RetryPolicy policy, int failures) {
    double interval =
        switch (policy.backoff()) {
          case CONSTANT -> policy.initial();
          case LINEAR -> (double) policy.initial() * failures;
          case EXPONENTIAL -> policy.initial() * Math.pow(policy.factor(), failures - 1.0);
        };
    double cap = policy.maxInterval() > 0 ? policy.maxInterval() : Long.MAX_VALUE;
    return (long) Math.min(interval, cap);
  }
}
