package dev.jobc.expr;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Looks for a regular expression in a text. Every character the matcher reads costs a unit of the
 * budget, so that a pattern that backtracks without end fails instead of hanging.
 */
final class RegexMatch {
  private static final int MAX_PATTERN = 1_000;

  private RegexMatch() {}

  static boolean found(String text, String pattern, Budget budget) throws EvaluationException {
    if (pattern.length() > MAX_PATTERN) {
      throw new EvaluationException("the pattern is longer than " + MAX_PATTERN + " characters");
    }
    try {
      return Pattern.compile(pattern).matcher(new Metered(text, budget)).find();
    } catch (PatternSyntaxException e) {
      throw new EvaluationException(
          "no regular expression: " + e.getDescription() + ": " + pattern);
    } catch (OutOfBudget | StackOverflowError e) {
      throw new EvaluationException("the pattern needs too many steps on this text: " + pattern);
    }
  }

  private static final class OutOfBudget extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OutOfBudget() {
      super(null, null, false, false);
    }
  }

  private record Metered(CharSequence text, Budget budget) implements CharSequence {
    @Override
    public int length() {
      return text.length();
    }

    @Override
    public char charAt(int index) {
      if (!budget.take(1)) {
        throw new OutOfBudget();
      }
      return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.subSequence(start, end);
    }

    @Override
    public String toString() {
      return text.toString();
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(this);
    }
  }
}
