package dev.jobc.executor.runner;

import dev.jobc.executor.TaskError;
import dev.jobc.executor.runner.TaskRunner.CancelReason;

/** The error of an attempt that was stopped from outside. */
public final class Stopped {
  private Stopped() {}

  /**
   * @param limitMillis the attempt's time limit, for {@link CancelReason#TIMEOUT}
   */
  public static TaskError error(CancelReason reason, long limitMillis) {
    return switch (reason) {
      case TIMEOUT ->
          new TaskError(TaskError.TIMEOUT, "ran longer than its limit of " + time(limitMillis));
      case USER -> new TaskError(TaskError.CANCELLED, "cancelled");
      case SHUTDOWN -> new TaskError(TaskError.CANCELLED, "the worker is shutting down");
      case LEASE_LOST ->
          new TaskError(TaskError.CANCELLED, "the worker lost its claim on this task");
    };
  }

  private static String time(long millis) {
    return millis % 1000 == 0 ? millis / 1000 + " s" : millis + " ms";
  }
}
