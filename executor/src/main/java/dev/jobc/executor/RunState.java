package dev.jobc.executor;

/** The state of a run. The word is stored and shown. */
public enum RunState {
  RUNNING("running"),
  SUCCEEDED("succeeded"),
  FAILED("failed"),
  CANCELLED("cancelled");

  private final String word;

  RunState(String word) {
    this.word = word;
  }

  public String word() {
    return word;
  }

  public boolean ended() {
    return this != RUNNING;
  }
}
