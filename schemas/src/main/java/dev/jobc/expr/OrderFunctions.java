package dev.jobc.expr;

import static dev.jobc.expr.FunctionTable.ANY;
import static dev.jobc.expr.FunctionTable.BOOL;
import static dev.jobc.expr.FunctionTable.FLOAT;
import static dev.jobc.expr.FunctionTable.INT;
import static dev.jobc.expr.FunctionTable.items;
import static dev.jobc.expr.FunctionTable.list;
import static dev.jobc.expr.FunctionTable.of;

import dev.jobc.json.Json;
import dev.jobc.type.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;

/** Equality, order, and what follows from order: {@code min}, {@code max}, {@code sorted}. */
final class OrderFunctions {
  private OrderFunctions() {}

  static void addTo(FunctionTable table) {
    table.operator(
        "equal",
        "==",
        of(ANY, ANY),
        BOOL,
        (args, budget) -> Json.of(Values.equal(args.get(0), args.get(1), budget)));
    table.operator(
        "not_equal",
        "!=",
        of(ANY, ANY),
        BOOL,
        (args, budget) -> Json.of(!Values.equal(args.get(0), args.get(1), budget)));
    ordered(table, Type.Simple.INT, OrderFunctions::compareNumbers);
    ordered(table, Type.Simple.FLOAT, OrderFunctions::compareNumbers);
    ordered(table, Type.Simple.STRING, (a, b) -> compareText(a, b));
    ordered(table, Type.Simple.BOOL, Comparator.comparing(v -> ((Json.Bool) v).value()));
    ordered(table, Type.Simple.DATE, (a, b) -> compareText(a, b));
    ordered(table, Type.Simple.TIMESTAMP, Comparator.comparing(v -> Instant.parse(textOf(v))));
    ordered(table, Type.Simple.DURATION, Comparator.comparing(v -> Duration.parse(textOf(v))));
    two(table, "int", INT);
    two(table, "float", FLOAT);
  }

  private static void ordered(FunctionTable table, Type.Simple type, Comparator<Json> order) {
    Shape shape = new Shape.Exact(type);
    String suffix = "_" + type.word();
    compare(table, "less" + suffix, "<", shape, order, c -> c < 0);
    compare(table, "less_or_equal" + suffix, "<=", shape, order, c -> c <= 0);
    compare(table, "greater" + suffix, ">", shape, order, c -> c > 0);
    compare(table, "greater_or_equal" + suffix, ">=", shape, order, c -> c >= 0);
    table.either(
        "min" + suffix,
        "min",
        of(list(shape)),
        shape,
        (args, budget) -> first("min", items(args, 0), order, budget));
    table.either(
        "max" + suffix,
        "max",
        of(list(shape)),
        shape,
        (args, budget) -> first("max", items(args, 0), order.reversed(), budget));
    table.either(
        "sorted" + suffix,
        "sorted",
        of(list(shape)),
        list(shape),
        (args, budget) -> sorted(items(args, 0), order, budget));
  }

  private static void compare(
      FunctionTable table,
      String id,
      String operator,
      Shape shape,
      Comparator<Json> order,
      IntPredicate holds) {
    table.operator(
        id,
        operator,
        of(shape, shape),
        BOOL,
        (args, budget) -> Json.of(holds.test(order.compare(args.get(0), args.get(1)))));
  }

  private static void two(FunctionTable table, String word, Shape shape) {
    Comparator<Json> order = OrderFunctions::compareNumbers;
    table.function(
        "min_two_" + word,
        "min",
        of(shape, shape),
        shape,
        (args, budget) -> first("min", args, order, budget));
    table.function(
        "max_two_" + word,
        "max",
        of(shape, shape),
        shape,
        (args, budget) -> first("max", args, order.reversed(), budget));
  }

  private static Json first(String name, List<Json> items, Comparator<Json> order, Budget budget)
      throws EvaluationException {
    budget.spend(items.size());
    if (items.isEmpty()) {
      throw new EvaluationException(name + " of an empty list");
    }
    Json best = items.get(0);
    for (Json item : items) {
      best = order.compare(item, best) < 0 ? item : best;
    }
    return best;
  }

  private static Json sorted(List<Json> items, Comparator<Json> order, Budget budget)
      throws EvaluationException {
    budget.spend(items.size() * (64L - Long.numberOfLeadingZeros(items.size())));
    List<Json> sorted = new ArrayList<>(items);
    sorted.sort(order);
    return Json.array(sorted);
  }

  private static int compareNumbers(Json a, Json b) {
    return switch (a) {
      case Json.Int(long x) when b instanceof Json.Int(long y) -> Long.compare(x, y);
      case Json.Int(long x) -> Values.compare(x, FunctionTable.number(b));
      case Json.Float(double x) when b instanceof Json.Int(long y) -> -Values.compare(y, x);
      default -> compareFloats(FunctionTable.number(a), FunctionTable.number(b));
    };
  }

  /** As the operators compare: the two zeros are equal. */
  private static int compareFloats(double a, double b) {
    return a < b ? -1 : (a > b ? 1 : 0);
  }

  /** By code point, so that the order is the same in every language. */
  private static int compareText(Json a, Json b) {
    String x = textOf(a);
    String y = textOf(b);
    int end = Math.min(x.length(), y.length());
    for (int i = 0; i < end; i++) {
      char c = x.charAt(i);
      char d = y.charAt(i);
      if (c != d) {
        boolean surrogates = Character.isSurrogate(c) != Character.isSurrogate(d);
        return surrogates ? (Character.isSurrogate(c) ? 1 : -1) : Character.compare(c, d);
      }
    }
    return Integer.compare(x.length(), y.length());
  }

  private static String textOf(Json value) {
    return ((Json.Str) value).value();
  }
}
