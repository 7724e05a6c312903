package dev.jobc.cli.doctor;

/**
 * What a check found.
 *
 * @param subject one word
 * @param hint what to do; empty when there is nothing to do
 */
public record Finding(Verdict verdict, String subject, String detail, String hint) {
  /** How it stands. */
  public enum Verdict {
    OK("ok"),
    /** Some workflows will not run. */
    MISSING("missing"),
    /** Nothing will run. */
    BROKEN("broken");

    private final String word;

    Verdict(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }

  static Finding ok(String subject, String detail) {
    return new Finding(Verdict.OK, subject, detail, "");
  }

  static Finding missing(String subject, String detail, String hint) {
    return new Finding(Verdict.MISSING, subject, detail, hint);
  }

  static Finding broken(String subject, String detail, String hint) {
    return new Finding(Verdict.BROKEN, subject, detail, hint);
  }
}
