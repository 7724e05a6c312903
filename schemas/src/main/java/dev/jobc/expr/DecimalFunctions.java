package dev.jobc.expr;

import dev.jobc.json.Json;
import dev.jobc.type.DecimalText;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/**
 * Decimal numbers: {@code +} and {@code -} are exact, {@code *} and {@code /} are rounded half to
 * even at the last digit that is kept ({@link DecimalText#MAX_FRACTION} behind the point).
 */
final class DecimalFunctions {
  static final String TABLE =
      """
      operator add_decimal +(decimal, decimal) -> decimal
      operator subtract_decimal -(decimal, decimal) -> decimal
      operator multiply_decimal *(decimal, decimal) -> decimal
      operator divide_decimal /(decimal, decimal) -> decimal
      operator remainder_decimal %(decimal, decimal) -> decimal
      operator negate_decimal -(decimal) -> decimal
      either sum_decimal sum(list<decimal>) -> decimal
      function decimal_of_decimal decimal(decimal) -> decimal
      function decimal_of_int decimal(int) -> decimal
      function decimal_of_float decimal(float) -> decimal
      function decimal_of_string decimal(string) -> decimal
      function int_of_decimal int(decimal) -> int
      function float_of_decimal float(decimal) -> float
      """;

  private DecimalFunctions() {}

  static Json apply(Overload overload, List<Json> args, Budget budget) throws EvaluationException {
    return switch (overload.id()) {
      case "negate_decimal" -> json(value(args.get(0)).negate(), "-");
      case "sum_decimal" -> sum(Args.items(args, 0), budget);
      case "decimal_of_decimal", "decimal_of_int" -> json(value(args.get(0)), "decimal");
      case "decimal_of_float" -> json(BigDecimal.valueOf(Args.number(args, 0)), "decimal");
      case "decimal_of_string" -> parse(Args.text(args, 0));
      case "int_of_decimal" -> whole(value(args.get(0)));
      case "float_of_decimal" -> Json.of(value(args.get(0)).doubleValue());
      default -> calculate(overload, value(args.get(0)), value(args.get(1)));
    };
  }

  static BigDecimal value(Json value) {
    return value instanceof Json.Int(long whole)
        ? BigDecimal.valueOf(whole)
        : new BigDecimal(((Json.Str) value).value());
  }

  private static Json calculate(Overload overload, BigDecimal a, BigDecimal b)
      throws EvaluationException {
    String operator = overload.name();
    if (b.signum() == 0 && (operator.equals("/") || operator.equals("%"))) {
      throw new EvaluationException(
          "division by zero: " + a.toPlainString() + " " + operator + " 0");
    }
    BigDecimal result =
        switch (overload.id()) {
          case "add_decimal" -> a.add(b);
          case "subtract_decimal" -> a.subtract(b);
          case "multiply_decimal" -> a.multiply(b);
          case "divide_decimal" -> a.divide(b, DecimalText.MAX_FRACTION, RoundingMode.HALF_EVEN);
          case "remainder_decimal" -> a.remainder(b);
          default -> throw Args.missing(overload);
        };
    return json(result, operator);
  }

  private static Json sum(List<Json> items, Budget budget) throws EvaluationException {
    budget.spend(items.size());
    BigDecimal sum = BigDecimal.ZERO;
    for (Json item : items) {
      sum = sum.add(value(item));
    }
    return json(sum, "sum");
  }

  private static Json parse(String text) throws EvaluationException {
    String canonical = DecimalText.canonical(text);
    if (canonical == null) {
      throw new EvaluationException("decimal() wants a decimal number, got \"" + text + "\"");
    }
    return Json.of(canonical);
  }

  private static Json json(BigDecimal value, String what) throws EvaluationException {
    String canonical =
        DecimalText.canonical(
            value.scale() > DecimalText.MAX_FRACTION
                ? value.setScale(DecimalText.MAX_FRACTION, RoundingMode.HALF_EVEN)
                : value);
    if (canonical == null) {
      throw new EvaluationException(
          "decimal overflow: the value of `" + what + "` has too many digits");
    }
    return Json.of(canonical);
  }

  private static Json whole(BigDecimal value) throws EvaluationException {
    try {
      return Json.of(value.setScale(0, RoundingMode.DOWN).longValueExact());
    } catch (ArithmeticException e) {
      throw new EvaluationException("int overflow: int(" + value.toPlainString() + ")");
    }
  }
}
