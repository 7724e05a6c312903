package dev.jobc.expr;

import dev.jobc.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Strings. Lengths and positions count Unicode code points. */
final class TextFunctions {
  static final String TABLE =
      """
      operator add_string +(string, string) -> string
      either size_string size(string) -> int
      either contains contains(string, string) -> bool
      either starts_with startsWith(string, string) -> bool
      either ends_with endsWith(string, string) -> bool
      either matches matches(string, string) -> bool
      either lower lower(string) -> string
      either upper upper(string) -> string
      either trim trim(string) -> string
      either replace replace(string, string, string) -> string
      either split split(string, string) -> list<string>
      either join join(list<string>) -> string
      either join_with join(list<string>, string) -> string
      either format format(string, list<any>) -> string
      """;

  private TextFunctions() {}

  static Json apply(Overload overload, List<Json> args, Budget budget) throws EvaluationException {
    return switch (overload.id()) {
      case "join" -> join(Args.items(args, 0), "", budget);
      case "join_with" -> join(Args.items(args, 0), Args.text(args, 1), budget);
      default -> ofText(overload, Args.text(args, 0), args, budget);
    };
  }

  private static Json ofText(Overload overload, String text, List<Json> args, Budget budget)
      throws EvaluationException {
    budget.spend(text.length() / 8);
    return switch (overload.id()) {
      case "add_string" -> add(text, Args.text(args, 1), budget);
      case "size_string" -> size(text, budget);
      case "contains" -> contains(text, Args.text(args, 1), budget);
      case "starts_with" -> Json.of(text.startsWith(Args.text(args, 1)));
      case "ends_with" -> Json.of(text.endsWith(Args.text(args, 1)));
      case "matches" -> Json.of(RegexMatch.found(text, Args.text(args, 1), budget));
      case "lower" -> spent(budget, text.toLowerCase(Locale.ROOT));
      case "upper" -> spent(budget, text.toUpperCase(Locale.ROOT));
      case "trim" -> Json.of(text.strip());
      case "replace" -> replace(text, Args.text(args, 1), Args.text(args, 2), budget);
      case "split" -> split(text, Args.text(args, 1), budget);
      case "format" -> spent(budget, TextFormat.format(text, Args.items(args, 1), budget));
      default -> throw Args.missing(overload);
    };
  }

  private static Json spent(Budget budget, String text) throws EvaluationException {
    budget.spend(text.length());
    return Json.of(text);
  }

  private static Json add(String a, String b, Budget budget) throws EvaluationException {
    budget.spend(a.length() + (long) b.length());
    return Json.of(a.concat(b));
  }

  private static Json size(String text, Budget budget) throws EvaluationException {
    budget.spend(text.length());
    return Json.of((long) text.codePointCount(0, text.length()));
  }

  /** The naive search of the JDK reads a text again for every character of what it looks for. */
  private static Json contains(String text, String part, Budget budget) throws EvaluationException {
    budget.spend(text.length() + (long) text.length() * part.length() / 64);
    return Json.of(text.contains(part));
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
    List<Json> parts = new ArrayList<>();
    if (separator.isEmpty()) {
      for (int at = 0; at < text.length(); ) {
        int point = text.codePointAt(at);
        parts.add(Json.of(Character.toString(point)));
        at += Character.charCount(point);
      }
      return budget.list(parts);
    }
    int from = 0;
    for (int at = text.indexOf(separator); at >= 0; at = text.indexOf(separator, from)) {
      parts.add(Json.of(text.substring(from, at)));
      from = at + separator.length();
    }
    parts.add(Json.of(text.substring(from)));
    return budget.list(parts);
  }

  private static Json join(List<Json> parts, String separator, Budget budget)
      throws EvaluationException {
    StringBuilder joined = new StringBuilder();
    String before = "";
    for (Json part : parts) {
      String text = ((Json.Str) part).value();
      budget.spend(text.length() + separator.length() + 1L);
      joined.append(before).append(text);
      before = separator;
    }
    return Json.of(joined.toString());
  }
}
