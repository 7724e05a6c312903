package dev.jobc.compiler.types.expr;

import dev.jobc.expr.PlanExpr;
import dev.jobc.json.Json;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A comparison of a value with a constant, the value first: {@code 1 < n} is {@code n > 1}.
 *
 * @param operator {@code equal}, {@code not_equal}, or one that orders two ints
 */
record Compared(String operator, PlanExpr value, Json constant) {
  private static final Map<String, String> TURNED =
      Map.of(
          "equal", "equal",
          "not_equal", "not_equal",
          "less_int", "greater_int",
          "less_or_equal_int", "greater_or_equal_int",
          "greater_int", "less_int",
          "greater_or_equal_int", "less_or_equal_int");

  /** Null for another call. */
  static @Nullable Compared of(PlanExpr.Call call) {
    String turned = TURNED.get(call.function());
    if (turned == null) {
      return null;
    }
    List<PlanExpr> sides = call.args();
    if (sides.getLast() instanceof PlanExpr.Const(Json constant)) {
      return new Compared(call.function(), sides.getFirst(), constant);
    }
    return sides.getFirst() instanceof PlanExpr.Const(Json constant)
        ? new Compared(turned, sides.getLast(), constant)
        : null;
  }

  /** Whether it holds of a value; null where it would fail. */
  @Nullable Boolean holds(Json of) {
    return switch (operator) {
      case "equal" -> of.equals(constant);
      case "not_equal" -> !of.equals(constant);
      default -> ordered(of);
    };
  }

  private @Nullable Boolean ordered(Json of) {
    if (!(of instanceof Json.Int(long number)) || !(constant instanceof Json.Int(long other))) {
      return null;
    }
    return switch (operator) {
      case "less_int" -> number < other;
      case "less_or_equal_int" -> number <= other;
      case "greater_int" -> number > other;
      default -> number >= other;
    };
  }
}
