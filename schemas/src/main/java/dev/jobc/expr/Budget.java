package dev.jobc.expr;

import dev.jobc.json.Json;
import java.util.List;

/**
 * What one evaluation may still spend. Every visited node, produced element and produced character
 * costs one unit, so an expression ends, and its value stays small, whatever the input.
 */
public final class Budget {
  /** Enough for any sensible expression over a map of 100,000 items. */
  public static final long DEFAULT = 20_000_000;

  /** Items of a list that an expression makes. */
  public static final long MAX_ITEMS = 1_000_000;

  private final long limit;
  private long left;

  public Budget(long limit) {
    this.limit = limit;
    this.left = limit;
  }

  /** Takes units, or fails the evaluation when none are left. */
  void spend(long units) throws EvaluationException {
    left -= Math.min(units, left + 1);
    if (left < 0) {
      throw new EvaluationException(
          "the expression needs more than " + limit + " steps; do this work in a task");
    }
  }

  /** Fails the evaluation when a list would get longer than any list may be. */
  void items(long count) throws EvaluationException {
    if (count > MAX_ITEMS) {
      throw new EvaluationException(
          "an expression makes no list of more than "
              + MAX_ITEMS
              + " items; do this work in a task");
    }
  }

  Json list(List<Json> items) throws EvaluationException {
    items(items.size());
    return Json.array(items);
  }

  /** Units that can still be spent, at least 0. */
  long left() {
    return Math.max(0, left);
  }
}
