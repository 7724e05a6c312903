package dev.jobc.executor.store;

/**
 * An attempt that is over, and what that means for its step.
 *
 * @param kept whether the step is now a dead letter
 */
public record Settled(Completion completion, Verdict verdict, boolean kept) {

  /** How an attempt counts. */
  public enum Verdict {
    SUCCEEDED,
    /** The task asked to be skipped. */
    SKIPPED,
    /** Its step has failed. */
    FAILED,
    /** It failed, and the step is tried again. */
    RETRIED,
    /** Its worker died, and the step is tried again. */
    LOST,
    /** Its worker died as those before it had; the step has failed. */
    ABANDONED,
    /** It was stopped because its run or step was cancelled. */
    CANCELLED
  }
}
