package dev.jobc.executor.core;

import dev.jobc.executor.StepState;

/** The ways a step can end. */
public enum Ending {
  SUCCEEDED(StepState.SUCCEEDED, false, false),
  FAILED(StepState.FAILED, true, false),
  /**
   * Its own task asked to be skipped, or one that it needs in a graph was: nothing has failed. What
   * comes after goes on, unless it needs success.
   */
  DECLINED(StepState.SKIPPED, false, true),
  /** A step before it failed: what comes after is skipped too. */
  PRECLUDED(StepState.SKIPPED, true, true);

  private final StepState state;
  private final boolean failed;
  private final boolean skipped;

  Ending(StepState state, boolean failed, boolean skipped) {
    this.state = state;
    this.failed = failed;
    this.skipped = skipped;
  }

  public StepState state() {
    return state;
  }

  boolean failed() {
    return failed;
  }

  boolean skipped() {
    return skipped;
  }
}
