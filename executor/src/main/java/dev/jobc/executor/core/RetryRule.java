package dev.jobc.executor.core;

import dev.jobc.executor.TaskError;
import dev.jobc.plan.Node;
import dev.jobc.plan.RetryPolicy;
import dev.jobc.plan.TaskPolicy;
import java.util.OptionalLong;
import java.util.Set;

/** Whether and when a failed attempt is repeated. Jitter comes from a hash, never from chance. */
public final class RetryRule {
  /** Errors that the same code on the same values will meet again. */
  private static final Set<String> HOPELESS =
      Set.of(
          TaskError.OUTPUT_TYPE_ERROR,
          TaskError.EXPRESSION_ERROR,
          TaskError.LOAD_ERROR,
          TaskError.CHECK_FAILED,
          TaskError.CANCELLED);

  private RetryRule() {}

  /**
   * The wait before the next attempt in milliseconds, or empty when there is none.
   *
   * @param elapsed milliseconds since the step first became ready
   * @param salt the same for the same attempt, different for others
   */
  public static OptionalLong delay(
      RetryPolicy policy, String error, Tries tries, long elapsed, long salt) {
    if (tries.counted() >= policy.maxAttempts() || !covers(policy, error)) {
      return OptionalLong.empty();
    }
    long delay = jittered(policy, interval(policy, tries.counted()), salt);
    boolean tooLate = policy.maxElapsed() > 0 && elapsed + delay > policy.maxElapsed();
    return tooLate ? OptionalLong.empty() : OptionalLong.of(delay);
  }

  private static boolean covers(RetryPolicy policy, String error) {
    if (policy.except().contains(error)) {
      return false;
    }
    return policy.errors().isEmpty() ? !HOPELESS.contains(error) : policy.errors().contains(error);
  }

  /** The wait after the {@code failures}-th failure, before jitter. */
  static long interval(RetryPolicy policy, int failures) {
    double interval =
        switch (policy.backoff()) {
          case CONSTANT -> policy.initial();
          case LINEAR -> (double) policy.initial() * failures;
          case EXPONENTIAL -> policy.initial() * Math.pow(policy.factor(), failures - 1.0);
        };
    double cap = policy.maxInterval() > 0 ? policy.maxInterval() : Long.MAX_VALUE;
    return (long) Math.min(interval, cap);
  }

  private static long jittered(RetryPolicy policy, long interval, long salt) {
    double fraction = (mix(salt) >>> 11) * 0x1.0p-53;
    return switch (policy.jitter()) {
      case NONE -> interval;
      case FULL -> (long) (interval * fraction);
      case EQUAL -> (long) (interval * (0.5 + fraction / 2));
    };
  }

  /** A salt for an attempt. */
  static long salt(long runId, StepRef ref, Tries tries) {
    return mix(
        mix(runId ^ ((long) ref.scope() << 32)) ^ ((long) ref.step() << 16) ^ tries.attempt());
  }

  /** The finaliser of SplitMix64 (Steele, Lea, Flood, 2014). */
  private static long mix(long seed) {
    long z = seed + 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  /** Whether no attempt of a step may begin any more. */
  static boolean isTooLate(Node node, long elapsed) {
    return node instanceof Node.Task task
        && task.timeouts().total() > 0
        && elapsed >= task.timeouts().total();
  }

  /** Whether a failed attempt would be repeated if the time for all of them weren't over. */
  public static boolean isCutShort(Node node, RunCommand.Fail fail) {
    if (!(node instanceof Node.Task task)) {
      return false;
    }
    long salt = salt(fail.runId(), fail.ref(), fail.tries());
    OptionalLong delay =
        delay(task.retry(), fail.error().name(), fail.tries(), fail.elapsed(), salt);
    return delay.isPresent() && isTooLate(node, fail.elapsed() + delay.getAsLong());
  }

  /** Whether its author wants somebody to look when a worker has died of it. */
  public static boolean isHeld(Node node) {
    return node instanceof Node.Task task && task.policy().onLost() == TaskPolicy.OnLost.HOLD;
  }

  /** Whether its author wants no second attempt when a worker has died of it. */
  static boolean endsWithItsWorker(Node node) {
    return node instanceof Node.Task task && task.policy().onLost() == TaskPolicy.OnLost.FAIL;
  }
}
