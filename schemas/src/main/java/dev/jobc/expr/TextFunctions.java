package dev.jobc.expr;

import static dev.jobc.expr.FunctionTable.ANY;
import static dev.jobc.expr.FunctionTable.BOOL;
import static dev.jobc.expr.FunctionTable.INT;
import static dev.jobc.expr.FunctionTable.STRING;
import static dev.jobc.expr.FunctionTable.items;
import static dev.jobc.expr.FunctionTable.list;
import static dev.jobc.expr.FunctionTable.of;
import static dev.jobc.expr.FunctionTable.text;

import dev.jobc.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Strings. Lengths and positions count Unicode code points. */
final class TextFunctions {
  private TextFunctions() {}

  static void addTo(FunctionTable table) {
    table.operator(
        "add_string",
        "+",
        of(STRING, STRING),
        STRING,
        (args, budget) -> spent(budget, text(args, 0) + text(args, 1)));
    table.either(
        "size_string", "size", of(STRING), INT, (args, budget) -> size(text(args, 0), budget));
    table.either(
        "contains",
        "contains",
        of(STRING, STRING),
        BOOL,
        (args, budget) -> Json.of(text(args, 0).contains(text(args, 1))));
    table.either(
        "starts_with",
        "startsWith",
        of(STRING, STRING),
        BOOL,
        (args, budget) -> Json.of(text(args, 0).startsWith(text(args, 1))));
    table.either(
        "ends_with",
        "endsWith",
        of(STRING, STRING),
        BOOL,
        (args, budget) -> Json.of(text(args, 0).endsWith(text(args, 1))));
    table.either(
        "matches",
        "matches",
        of(STRING, STRING),
        BOOL,
        (args, budget) -> Json.of(RegexMatch.found(text(args, 0), text(args, 1), budget)));
    table.either(
        "lower",
        "lower",
        of(STRING),
        STRING,
        (args, budget) -> spent(budget, text(args, 0).toLowerCase(Locale.ROOT)));
    table.either(
        "upper",
        "upper",
        of(STRING),
        STRING,
        (args, budget) -> spent(budget, text(args, 0).toUpperCase(Locale.ROOT)));
    table.either(
        "trim", "trim", of(STRING), STRING, (args, budget) -> Json.of(text(args, 0).strip()));
    table.either(
        "replace",
        "replace",
        of(STRING, STRING, STRING),
        STRING,
        (args, budget) -> replace(text(args, 0), text(args, 1), text(args, 2), budget));
    table.either(
        "split",
        "split",
        of(STRING, STRING),
        list(STRING),
        (args, budget) -> split(text(args, 0), text(args, 1), budget));
    table.either(
        "join",
        "join",
        of(list(STRING)),
        STRING,
        (args, budget) -> join(items(args, 0), "", budget));
    table.either(
        "join_with",
        "join",
        of(list(STRING), STRING),
        STRING,
        (args, budget) -> join(items(args, 0), text(args, 1), budget));
    table.either(
        "format",
        "format",
        of(STRING, list(ANY)),
        STRING,
        (args, budget) -> spent(budget, TextFormat.format(text(args, 0), items(args, 1))));
  }

  private static Json spent(Budget budget, String text) throws EvaluationException {
    budget.spend(text.length());
    return Json.of(text);
  }

  private static Json size(String text, Budget budget) throws EvaluationException {
    budget.spend(text.length());
    return Json.of((long) text.codePointCount(0, text.length()));
  }

  private static Json replace(String text, String part, String by, Budget budget)
      throws EvaluationException {
    long matches = part.isEmpty() ? text.length() + 1L : text.length() / part.length();
    budget.spend(text.length() + matches * by.length());
    return Json.of(text.replace(part, by));
  }

  private static Json split(String text, String separator, Budget budget)
      throws EvaluationException {
    budget.spend(text.length());
    if (separator.isEmpty()) {
      return Json.array(text.codePoints().mapToObj(c -> Json.of(Character.toString(c))).toList());
    }
    List<Json> parts = new ArrayList<>();
    int from = 0;
    for (int at = text.indexOf(separator); at >= 0; at = text.indexOf(separator, from)) {
      parts.add(Json.of(text.substring(from, at)));
      from = at + separator.length();
    }
    parts.add(Json.of(text.substring(from)));
    return Json.array(parts);
  }

  private static Json join(List<Json> parts, String separator, Budget budget)
      throws EvaluationException {
    StringBuilder joined = new StringBuilder();
    for (Json part : parts) {
      String text = ((Json.Str) part).value();
      budget.spend(text.length() + separator.length() + 1L);
      joined.append(joined.isEmpty() && part == parts.get(0) ? "" : separator).append(text);
    }
    return Json.of(joined.toString());
  }
}
