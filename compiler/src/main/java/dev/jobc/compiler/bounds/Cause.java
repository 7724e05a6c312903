package dev.jobc.compiler.bounds;

/**
 * Why something has no bound.
 *
 * @param step id of the step; empty for the workflow itself
 * @param source where its author wrote it, {@code file:line:column}; empty for the workflow itself
 */
public record Cause(Reason reason, String step, String source) {

  /** What is not known. */
  public enum Reason {
    NO_TIMEOUT("has no `timeout`"),
    CHECK_WITHOUT_TIMEOUT("runs a program as a check, without a `timeout`"),
    NO_ANSWER_TIMEOUT("waits for an answer without a `timeout`"),
    UNKNOWN_TIME("waits for a time that only the run knows"),
    POLL_WITHOUT_TIMEOUT("polls without a `timeout`"),
    UNKNOWN_PARTS("cuts a list into a number of parts that only the run knows"),
    OTHER_WORKFLOW("runs another workflow");

    private final String words;

    Reason(String words) {
      this.words = words;
    }

    /** The end of a sentence that begins with the step. */
    public String words() {
      return words;
    }
  }
}
