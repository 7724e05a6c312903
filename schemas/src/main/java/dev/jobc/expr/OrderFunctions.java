package dev.jobc.expr;

import dev.jobc.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Equality, order, and what follows from order: {@code min}, {@code max}, {@code sorted}. */
final class OrderFunctions {
  /** Types with an order. */
  private static final List<String> ORDERED =
      List.of(
          "int", "float", "decimal", "string", "bool", "bytes", "date", "timestamp", "duration");

  private static final String EACH =
      """
      operator less_TYPE <(TYPE, TYPE) -> bool
      operator less_or_equal_TYPE <=(TYPE, TYPE) -> bool
      operator greater_TYPE >(TYPE, TYPE) -> bool
      operator greater_or_equal_TYPE >=(TYPE, TYPE) -> bool
      either min_TYPE min(list<TYPE>) -> TYPE
      either max_TYPE max(list<TYPE>) -> TYPE
      either sorted_TYPE sorted(list<TYPE>) -> list<TYPE>
      """;

  private static final String OF_TWO =
      """
      function min_two_TYPE min(TYPE, TYPE) -> TYPE
      function max_two_TYPE max(TYPE, TYPE) -> TYPE
      """;

  static final String TABLE = table();

  private OrderFunctions() {}

  private static String table() {
    StringBuilder lines = new StringBuilder();
    lines.append("operator equal ==(any, any) -> bool\n");
    lines.append("operator not_equal !=(any, any) -> bool\n");
    for (String type : ORDERED) {
      lines.append(EACH.replace("TYPE", type));
    }
    for (String type : List.of("int", "float", "decimal")) {
      lines.append(OF_TWO.replace("TYPE", type));
    }
    return lines.toString();
  }

  static Json apply(Overload overload, List<Json> args, Budget budget) throws EvaluationException {
    String type = overload.id().substring(overload.id().lastIndexOf('_') + 1);
    List<Json> among = args.size() == 2 ? args : List.of();
    return switch (overload.name()) {
      case "==" -> Json.of(Values.equal(args.get(0), args.get(1), budget));
      case "!=" -> Json.of(!Values.equal(args.get(0), args.get(1), budget));
      case "<" -> Json.of(compare(type, args, budget) < 0);
      case "<=" -> Json.of(compare(type, args, budget) <= 0);
      case ">" -> Json.of(compare(type, args, budget) > 0);
      case ">=" -> Json.of(compare(type, args, budget) >= 0);
      case "min" -> first("min", among.isEmpty() ? Args.items(args, 0) : among, type, 1, budget);
      case "max" -> first("max", among.isEmpty() ? Args.items(args, 0) : among, type, -1, budget);
      case "sorted" -> sorted(Args.items(args, 0), type, budget);
      default -> throw Args.missing(overload);
    };
  }

  private static Json first(String name, List<Json> items, String type, int sign, Budget budget)
      throws EvaluationException {
    budget.spend(items.size());
    if (items.isEmpty()) {
      throw new EvaluationException(name + " of an empty list");
    }
    Json best = items.get(0);
    for (Json item : items) {
      best = sign * compare(type, item, best) < 0 ? item : best;
    }
    return best;
  }

  private static Json sorted(List<Json> items, String type, Budget budget)
      throws EvaluationException {
    budget.spend(items.size() * (64L - Long.numberOfLeadingZeros(items.size())));
    List<Json> sorted = new ArrayList<>(items);
    Comparator<Json> order = (a, b) -> compare(type, a, b);
    sorted.sort(order);
    return Json.array(sorted);
  }

  private static int compare(String type, List<Json> args, Budget budget)
      throws EvaluationException {
    if (args.get(0) instanceof Json.Str(String text)) {
      budget.spend(text.length() / 8);
    }
    return compare(type, args.get(0), args.get(1));
  }

  private static int compare(String type, Json a, Json b) {
    return switch (type) {
      case "int", "float" -> compareNumbers(a, b);
      case "decimal" -> DecimalFunctions.value(a).compareTo(DecimalFunctions.value(b));
      case "bool" -> Boolean.compare(((Json.Bool) a).value(), ((Json.Bool) b).value());
      case "bytes" -> Arrays.compareUnsigned(BytesFunctions.decode(a), BytesFunctions.decode(b));
      case "timestamp" -> Instant.parse(textOf(a)).compareTo(Instant.parse(textOf(b)));
      case "duration" -> Duration.parse(textOf(a)).compareTo(Duration.parse(textOf(b)));
      default -> compareText(textOf(a), textOf(b));
    };
  }

  private static int compareNumbers(Json a, Json b) {
    if (a instanceof Json.Int(long x)) {
      return b instanceof Json.Int(long y) ? Long.compare(x, y) : Values.compare(x, Args.number(b));
    }
    double x = Args.number(a);
    return b instanceof Json.Int(long y) ? -Values.compare(y, x) : compareFloats(x, Args.number(b));
  }

  /** As the operators compare: the two zeros are equal. */
  private static int compareFloats(double a, double b) {
    return a < b ? -1 : (a > b ? 1 : 0);
  }

  /** By code point, so that the order is the same in every language. */
  private static int compareText(String x, String y) {
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
