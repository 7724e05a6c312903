package dev.jobc.executor.work;

import dev.jobc.executor.TaskError;
import dev.jobc.executor.store.Claimed;
import dev.jobc.plan.Timeouts;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The time limits of an attempt that is about to begin. */
final class Limits {
  private final Timeouts limits;

  /** Milliseconds that are left for all attempts together; meaningless without that limit. */
  private final long left;

  private final long waited;

  Limits(Timeouts limits, Claimed claimed, Instant now) {
    this.limits = limits;
    long millis = now.toEpochMilli();
    left = limits.total() - (millis - claimed.work().since() / 1000);
    waited = (claimed.claimedAt() - claimed.work().readyAt()) / 1000;
  }

  private Limits(Timeouts limits, long left, long waited) {
    this.limits = limits;
    this.left = left;
    this.waited = waited;
  }

  /** The same so many milliseconds later. */
  Limits after(long millis) {
    return new Limits(limits, left - millis, waited);
  }

  /** Why it must not begin; null when it may. */
  @Nullable TaskError late() {
    if (limits.total() > 0 && left <= 0) {
      return allTooLong();
    }
    return limits.queue() > 0 && waited > limits.queue()
        ? timeout("waited for a worker longer than its limit of " + text(limits.queue()))
        : null;
  }

  /** How long it may run, in milliseconds; 0 without a limit. */
  long attempt() {
    return isCutByTotal() ? left : limits.attempt();
  }

  private boolean isCutByTotal() {
    return limits.total() > 0 && (limits.attempt() == 0 || left < limits.attempt());
  }

  /** The error of an attempt that ran longer. */
  TaskError ranTooLong() {
    return isCutByTotal()
        ? allTooLong()
        : timeout("ran longer than its limit of " + text(limits.attempt()));
  }

  /** How long it may be silent while it runs, in milliseconds; 0 without a limit. */
  long heartbeat() {
    return limits.heartbeat();
  }

  /** The error of an attempt that was silent for longer. */
  TaskError stalled() {
    return new TaskError(
        TaskError.STALLED, "was silent for longer than its limit of " + text(limits.heartbeat()));
  }

  private TaskError allTooLong() {
    return timeout("all attempts together took longer than their limit of " + text(limits.total()));
  }

  private static TaskError timeout(String message) {
    return new TaskError(TaskError.TIMEOUT, message);
  }

  private static String text(long millis) {
    return Duration.ofMillis(millis).toString().substring(2).toLowerCase(Locale.ROOT);
  }
}
