package dev.jobc.executor.core;

import dev.jobc.executor.StepState;

/** The ways a step can end. */
public enum Ending {
  SUCCEEDED(StepState.SUCCEEDED, false, false, false),
  FAILED(StepState.FAILED, true, false, false),
  /** Failed, but its author said that this is to count as a success without outputs. */
  TOLERATED(StepState.FAILED, true, false, true),
  /**
   * Its condition did not hold, its own task asked to be skipped, or one that it needs in a graph
   * was skipped: nothing has failed. What comes after goes on, unless it needs success.
   */
  DECLINED(StepState.SKIPPED, false, true, false),
  /** A step before it failed: what comes after is skipped too. Airflow's upstream_failed. */
  PRECLUDED(StepState.SKIPPED, true, true, false),
  /** It was under way, or would have come later, when something around it ended early. */
  CANCELLED(StepState.CANCELLED, false, false, true);

  private final StepState state;
  private final boolean failed;
  private final boolean skipped;
  private final boolean cut;

  Ending(StepState state, boolean failed, boolean skipped, boolean cut) {
    this.state = state;
    this.failed = failed;
    this.skipped = skipped;
    this.cut = cut;
  }

  public StepState state() {
    return state;
  }

  /** As {@code steps.x.status} has it: what could not start or go on has failed. */
  public String status() {
    return switch (this) {
      case SUCCEEDED -> "succeeded";
      case DECLINED -> "skipped";
      case FAILED, TOLERATED, PRECLUDED, CANCELLED -> "failed";
    };
  }

  /** Whether it makes what it belongs to fail. */
  boolean isFailure() {
    return this == FAILED || this == PRECLUDED;
  }

  /** The bits of {@link Masks}. */
  boolean failedBit() {
    return failed;
  }

  boolean skippedBit() {
    return skipped;
  }

  boolean cutBit() {
    return cut;
  }
}
