package dev.jobc.expr;

import dev.jobc.json.Json;
import java.util.List;
import java.util.Map;

/** Equality of values: deep, and by number where an int meets a float. */
final class Values {
  private Values() {}

  static boolean equal(Json a, Json b, Budget budget) throws EvaluationException {
    budget.spend(1);
    return switch (a) {
      case Json.Int(long x) when b instanceof Json.Float(double y) -> equal(x, y);
      case Json.Float(double x) when b instanceof Json.Int(long y) -> equal(y, x);
      case Json.Float(double x) -> b instanceof Json.Float(double y) && x == y;
      case Json.Arr(List<Json> x) -> b instanceof Json.Arr(List<Json> y) && equal(x, y, budget);
      case Json.Obj(Map<String, Json> x) ->
          b instanceof Json.Obj(Map<String, Json> y) && equal(x, y, budget);
      case Json.Null n -> b == n;
      case Json.Bool x -> x.equals(b);
      case Json.Int x -> x.equals(b);
      case Json.Str x -> x.equals(b);
    };
  }

  /** Compares without rounding the whole number to a float. */
  static int compare(long whole, double number) {
    if (number >= 0x1p63) {
      return -1;
    }
    if (number < -0x1p63) {
      return 1;
    }
    long floor = (long) Math.floor(number);
    return whole != floor ? Long.compare(whole, floor) : (number > floor ? -1 : 0);
  }

  private static boolean equal(long whole, double number) {
    return compare(whole, number) == 0;
  }

  private static boolean equal(List<Json> a, List<Json> b, Budget budget)
      throws EvaluationException {
    if (a.size() != b.size()) {
      return false;
    }
    for (int i = 0; i < a.size(); i++) {
      if (!equal(a.get(i), b.get(i), budget)) {
        return false;
      }
    }
    return true;
  }

  private static boolean equal(Map<String, Json> a, Map<String, Json> b, Budget budget)
      throws EvaluationException {
    if (!a.keySet().equals(b.keySet())) {
      return false;
    }
    for (Map.Entry<String, Json> member : a.entrySet()) {
      Json other = b.get(member.getKey());
      if (other == null || !equal(member.getValue(), other, budget)) {
        return false;
      }
    }
    return true;
  }
}
