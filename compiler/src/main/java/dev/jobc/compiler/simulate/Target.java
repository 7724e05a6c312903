package dev.jobc.compiler.simulate;

/**
 * Something a run can come to.
 *
 * @param key tells it from others
 * @param label what it is, in the author's words
 * @param source where it is written, {@code file:line:column}
 */
public record Target(Kind kind, String key, String label, String source) {

  /** Families, in the order of reports. */
  public enum Kind {
    BRANCHES("branches"),
    CATCHES("catches"),
    FINALLY("finally"),
    COMPENSATIONS("compensations"),
    LOOPS("loop and poll exits"),
    RACES("race winners"),
    ANSWERS("answers"),
    ERRORS("declared errors");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }
}
