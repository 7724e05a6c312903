package dev.jobc.expr;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/**
 * Looks for a regular expression in a text. The dialect is RE2, as in CEL: no look-around and no
 * back-references, and so no pattern that takes time without end. Time grows with the text and with
 * the program that the pattern becomes; both are taken from the budget.
 */
final class RegexMatch {
  private static final int MAX_PATTERN = 1_000;
  private static final int MAX_SIZE = 100_000;
  private static final int INSTRUCTIONS_A_UNIT = 8;

  private RegexMatch() {}

  static boolean found(String text, String pattern, Budget budget) throws EvaluationException {
    if (pattern.length() > MAX_PATTERN) {
      throw new EvaluationException("the pattern is longer than " + MAX_PATTERN + " characters");
    }
    budget.spend(pattern.length());
    if (PatternSize.of(pattern) > MAX_SIZE) {
      throw new EvaluationException("the pattern repeats too much: " + pattern);
    }
    Pattern compiled = compile(pattern);
    long size = compiled.programSize();
    budget.spend(size + text.length() * (1 + size / INSTRUCTIONS_A_UNIT));
    return compiled.matcher(text).find();
  }

  private static Pattern compile(String pattern) throws EvaluationException {
    try {
      return Pattern.compile(pattern);
    } catch (PatternSyntaxException e) {
      throw new EvaluationException(
          "no regular expression: " + e.getDescription() + ": " + pattern);
    }
  }
}
