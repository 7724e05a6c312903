package dev.jobc.expr;

import dev.jobc.json.Json;
import java.util.List;

/** Numbers and {@code !}. Whole numbers never wrap around, floats never leave the finite range. */
final class NumberFunctions {
  static final String TABLE =
      """
      operator add_int +(int, int) -> int
      operator subtract_int -(int, int) -> int
      operator multiply_int *(int, int) -> int
      operator divide_int /(int, int) -> int
      operator remainder_int %(int, int) -> int
      operator add_float +(float, float) -> float
      operator subtract_float -(float, float) -> float
      operator multiply_float *(float, float) -> float
      operator divide_float /(float, float) -> float
      operator negate_int -(int) -> int
      operator negate_float -(float) -> float
      operator not !(bool) -> bool
      """;

  private NumberFunctions() {}

  static Json apply(Overload overload, List<Json> args) throws EvaluationException {
    return switch (overload.id()) {
      case "negate_int" -> negate(Args.whole(args, 0));
      case "negate_float" -> Json.of(-Args.number(args, 0));
      case "not" -> Json.of(!((Json.Bool) args.get(0)).value());
      case "add_float", "subtract_float", "multiply_float", "divide_float" ->
          finite(overload.name(), Args.number(args, 0), Args.number(args, 1));
      default -> exact(overload, Args.whole(args, 0), Args.whole(args, 1));
    };
  }

  private static Json exact(Overload overload, long a, long b) throws EvaluationException {
    String operator = overload.name();
    if (b == 0 && (operator.equals("/") || operator.equals("%"))) {
      throw new EvaluationException("division by zero: " + a + " " + operator + " 0");
    }
    try {
      return Json.of(
          switch (overload.id()) {
            case "add_int" -> Math.addExact(a, b);
            case "subtract_int" -> Math.subtractExact(a, b);
            case "multiply_int" -> Math.multiplyExact(a, b);
            case "divide_int" -> Math.divideExact(a, b);
            case "remainder_int" -> b == -1 ? 0 : a % b;
            default -> throw Args.missing(overload);
          });
    } catch (ArithmeticException e) {
      throw new EvaluationException("int overflow: " + a + " " + operator + " " + b);
    }
  }

  private static Json negate(long value) throws EvaluationException {
    if (value == Long.MIN_VALUE) {
      throw new EvaluationException("int overflow: -(" + value + ")");
    }
    return Json.of(-value);
  }

  private static Json finite(String operator, double a, double b) throws EvaluationException {
    double result =
        switch (operator) {
          case "+" -> a + b;
          case "-" -> a - b;
          case "*" -> a * b;
          default -> a / b;
        };
    if (!Double.isFinite(result)) {
      String why = b == 0 && operator.equals("/") ? "division by zero: " : "float overflow: ";
      throw new EvaluationException(why + a + " " + operator + " " + b);
    }
    return Json.of(result);
  }
}
