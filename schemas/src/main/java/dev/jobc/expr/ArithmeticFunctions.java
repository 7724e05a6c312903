package dev.jobc.expr;

import static dev.jobc.expr.FunctionTable.BOOL;
import static dev.jobc.expr.FunctionTable.FLOAT;
import static dev.jobc.expr.FunctionTable.INT;
import static dev.jobc.expr.FunctionTable.number;
import static dev.jobc.expr.FunctionTable.of;
import static dev.jobc.expr.FunctionTable.whole;

import dev.jobc.json.Json;
import java.util.List;

/** Numbers and {@code !}. Whole numbers never wrap around, floats never leave the finite range. */
final class ArithmeticFunctions {
  private ArithmeticFunctions() {}

  private interface Exact {
    long apply(long a, long b);
  }

  private interface Inexact {
    double apply(double a, double b);
  }

  static void addTo(FunctionTable table) {
    integers(table, "add", "+", Math::addExact);
    integers(table, "subtract", "-", Math::subtractExact);
    integers(table, "multiply", "*", Math::multiplyExact);
    integers(table, "divide", "/", Math::divideExact);
    integers(table, "remainder", "%", (a, b) -> b == -1 ? 0 : a % b);
    floats(table, "add", "+", (a, b) -> a + b);
    floats(table, "subtract", "-", (a, b) -> a - b);
    floats(table, "multiply", "*", (a, b) -> a * b);
    floats(table, "divide", "/", (a, b) -> a / b);
    table.operator("negate_int", "-", of(INT), INT, (args, budget) -> negate(whole(args, 0)));
    table.operator(
        "negate_float", "-", of(FLOAT), FLOAT, (args, budget) -> Json.of(-number(args, 0)));
    table.operator(
        "not", "!", of(BOOL), BOOL, (args, budget) -> Json.of(!((Json.Bool) args.get(0)).value()));
  }

  private static void integers(FunctionTable table, String id, String operator, Exact exact) {
    table.operator(
        id + "_int",
        operator,
        of(INT, INT),
        INT,
        (args, budget) -> exact(operator, exact, whole(args, 0), whole(args, 1)));
  }

  private static void floats(FunctionTable table, String id, String operator, Inexact inexact) {
    table.operator(
        id + "_float",
        operator,
        of(FLOAT, FLOAT),
        FLOAT,
        (args, b) -> finite(operator, inexact, args));
  }

  private static Json exact(String operator, Exact exact, long a, long b)
      throws EvaluationException {
    if (b == 0 && (operator.equals("/") || operator.equals("%"))) {
      throw new EvaluationException("division by zero: " + a + " " + operator + " 0");
    }
    try {
      return Json.of(exact.apply(a, b));
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

  private static Json finite(String operator, Inexact inexact, List<Json> args)
      throws EvaluationException {
    double a = number(args, 0);
    double b = number(args, 1);
    double result = inexact.apply(a, b);
    if (!Double.isFinite(result)) {
      String why = b == 0 && operator.equals("/") ? "division by zero: " : "float overflow: ";
      throw new EvaluationException(why + a + " " + operator + " " + b);
    }
    return Json.of(result);
  }
}
