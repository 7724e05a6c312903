package dev.jobc.reference;

/** How a step, or a body of steps, ended. */
public enum State {
  SUCCEEDED("succeeded"),
  FAILED("failed"),
  SKIPPED("skipped"),
  /** It could not start because of a failure before it; Airflow's word. */
  UPSTREAM_FAILED("upstream_failed"),
  /** It was under way, or would have come later, when something around it ended early. */
  CANCELLED("cancelled");

  private final String word;

  State(String word) {
    this.word = word;
  }

  /** As tests and reports write it. */
  public String word() {
    return word;
  }

  /** As {@code steps.x.status} has it: what could not start because of a failure has failed. */
  public String status() {
    return switch (this) {
      case SUCCEEDED, SKIPPED, FAILED -> word;
      case UPSTREAM_FAILED, CANCELLED -> FAILED.word;
    };
  }

  /** Whether it makes what it belongs to fail, unless that is tolerated. */
  public boolean isFailure() {
    return this == FAILED || this == UPSTREAM_FAILED;
  }
}
