package dev.jobc.expr;

/**
 * What one evaluation may still spend. Every visited node, produced element and produced character
 * costs one unit, so an expression ends, and its value stays small, whatever the input.
 */
public final class Budget {
  /** Enough for any sensible expression over a map of 100,000 items. */
  public static final long DEFAULT = 20_000_000;

  private final long limit;
  private long left;

  public Budget(long limit) {
    this.limit = limit;
    this.left = limit;
  }

  /** Takes units, or fails the evaluation when none are left. */
  void spend(long units) throws EvaluationException {
    left -= units;
    if (left < 0) {
      throw new EvaluationException(
          "the expression needs more than " + limit + " steps; do this work in a task");
    }
  }

  /** As {@link #spend}, for code that can't throw a checked exception. */
  boolean take(long units) {
    left -= units;
    return left >= 0;
  }
}
