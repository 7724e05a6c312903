package dev.jobc.expr;

import dev.jobc.json.Json;
import java.util.List;
import java.util.Map;

/**
 * How much a value is, before it is written: a list that holds one big value many times is small in
 * memory and endless as text.
 */
final class Sizes {
  /** As much as the outputs of a task, in bytes of JSON, about. */
  static final long MAX_RESULT = 16L << 20;

  private Sizes() {}

  /** Takes the length of a value's JSON from the budget. */
  static void spend(Json value, Budget budget) throws EvaluationException {
    if (count(value, budget.left()) < 0) {
      budget.spend(Long.MAX_VALUE);
    }
    budget.spend(budget.left() - count(value, budget.left()));
  }

  /** Refuses a result that no step could be given. */
  static void check(Json value) throws EvaluationException {
    if (count(value, MAX_RESULT) < 0) {
      throw new EvaluationException(
          "the value of the expression is larger than 16 MiB; let a task write it to a file");
    }
  }

  /** What is left after the value; it stops as soon as nothing is. */
  private static long count(Json value, long left) {
    long rest = left - 1;
    if (rest < 0) {
      return rest;
    }
    if (value instanceof Json.Str(String text)) {
      return rest - text.length() - 1;
    }
    if (value instanceof Json.Arr(List<Json> items)) {
      for (int i = 0; i < items.size() && rest >= 0; i++) {
        rest = count(items.get(i), rest) - 1;
      }
      return rest;
    }
    if (value instanceof Json.Obj(Map<String, Json> members)) {
      for (Map.Entry<String, Json> member : members.entrySet()) {
        if (rest < 0) {
          return rest;
        }
        rest = count(member.getValue(), rest) - member.getKey().length() - 3;
      }
      return rest;
    }
    return rest - 3;
  }
}
