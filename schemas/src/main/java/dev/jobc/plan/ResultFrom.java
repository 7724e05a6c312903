package dev.jobc.plan;

/** Which failed steps make the graph they are in fail. */
public enum ResultFrom {
  /** Any, but teardowns and those whose failure is tolerated. */
  ALL("all"),
  /** Only those that no other step but a teardown waits for. */
  LEAVES("leaves");

  private final String word;

  ResultFrom(String word) {
    this.word = word;
  }

  /** As authors write it and plans store it. */
  public String word() {
    return word;
  }
}
