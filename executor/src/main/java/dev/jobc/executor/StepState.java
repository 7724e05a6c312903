package dev.jobc.executor;

/** The state of a step instance as a reader sees it. The word is shown. */
public enum StepState {
  /** Waits for its needs. */
  WAITING("waiting"),
  /** In the job table, waits for a worker. */
  READY("ready"),
  RUNNING("running"),
  /** Waits for its next attempt. */
  RETRYING("retrying"),
  /** Waits for a time, a signal or a person; no worker has it. */
  PAUSED("paused"),
  SUCCEEDED("succeeded"),
  FAILED("failed"),
  SKIPPED("skipped"),
  /** What it belongs to ended early, or its run was cancelled. */
  CANCELLED("cancelled");

  private final String word;

  StepState(String word) {
    this.word = word;
  }

  public String word() {
    return word;
  }

  public boolean ended() {
    return this == SUCCEEDED || this == FAILED || this == SKIPPED || this == CANCELLED;
  }
}
