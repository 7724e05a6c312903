package dev.jobc.expr;

import dev.jobc.json.Json;
import dev.jobc.json.JsonException;
import dev.jobc.json.JsonText;
import dev.jobc.type.Type;
import dev.jobc.type.TypeCheck;
import dev.jobc.type.TypeJson;
import java.util.List;

/** From one type to another, and between values and JSON text. */
final class ConversionFunctions {
  static final String TABLE =
      """
      function string_of_string string(string) -> string
      function string_of_int string(int) -> string
      function string_of_float string(float) -> string
      function string_of_decimal string(decimal) -> string
      function string_of_bool string(bool) -> string
      function string_of_date string(date) -> string
      function string_of_timestamp string(timestamp) -> string
      function string_of_duration string(duration) -> string
      function int_of_int int(int) -> int
      function int_of_float int(float) -> int
      function int_of_string int(string) -> int
      function float_of_float float(float) -> float
      function float_of_string float(string) -> float
      function bool_of_bool bool(bool) -> bool
      function bool_of_string bool(string) -> bool
      either to_json toJson(any) -> string
      either from_json fromJson(string) -> json
      internal is is(any, json) -> bool
      internal as as(any, json) -> any
      """;

  private ConversionFunctions() {}

  static Json apply(Overload overload, List<Json> args, Budget budget) throws EvaluationException {
    return switch (overload.id()) {
      case "int_of_int", "bool_of_bool" -> args.get(0);
      case "int_of_float" -> truncate(Args.number(args, 0));
      case "int_of_string" -> whole(Args.text(args, 0));
      case "float_of_float" -> Json.of(Args.number(args, 0));
      case "float_of_string" -> number(Args.text(args, 0));
      case "bool_of_string" -> bool(Args.text(args, 0));
      case "to_json" -> toJson(args.get(0), budget);
      case "from_json" -> fromJson(Args.text(args, 0), budget);
      case "is" -> Json.of(cast(args, budget).ok());
      case "as" -> as(args, budget);
      default -> string(overload, args.get(0));
    };
  }

  private static Json string(Overload overload, Json value) {
    if (!overload.name().equals("string")) {
      throw Args.missing(overload);
    }
    return Json.of(TextFormat.plain(value));
  }

  private static Json truncate(double value) throws EvaluationException {
    if (value >= 0x1p63 || value <= -0x1p63) {
      throw new EvaluationException("int overflow: int(" + value + ")");
    }
    return Json.of((long) value);
  }

  private static Json whole(String text) throws EvaluationException {
    try {
      return Json.of(Long.parseLong(text));
    } catch (NumberFormatException e) {
      throw new EvaluationException("int() wants int, got " + quote(text));
    }
  }

  /** What is written like a number: not {@code 0x1p3}, {@code 1f}, {@code NaN} or blanks. */
  private static Json number(String text) throws EvaluationException {
    boolean plain = !text.isEmpty();
    for (int i = 0; plain && i < text.length(); i++) {
      plain = "0123456789+-.eE".indexOf(text.charAt(i)) >= 0;
    }
    try {
      double value = plain ? Double.parseDouble(text) : Double.NaN;
      if (Double.isFinite(value)) {
        return Json.of(value);
      }
    } catch (NumberFormatException e) {
      throw new EvaluationException("float() wants float, got " + quote(text));
    }
    throw new EvaluationException("float() wants float, got " + quote(text));
  }

  private static Json bool(String text) throws EvaluationException {
    return switch (text) {
      case "true" -> Json.TRUE;
      case "false" -> Json.FALSE;
      default -> throw new EvaluationException("bool() wants true or false, got " + quote(text));
    };
  }

  private static String quote(String text) {
    return JsonText.write(Json.of(text.length() > 80 ? text.substring(0, 80) + "…" : text));
  }

  private static Json toJson(Json value, Budget budget) throws EvaluationException {
    Sizes.spend(value, budget);
    return Json.of(JsonText.write(value));
  }

  private static Json fromJson(String text, Budget budget) throws EvaluationException {
    budget.spend(text.length());
    try {
      return JsonText.parse(text);
    } catch (JsonException e) {
      throw new EvaluationException("fromJson: " + e.getMessage());
    }
  }

  private static Json as(List<Json> args, Budget budget) throws EvaluationException {
    TypeCheck.Result result = cast(args, budget);
    if (!result.ok()) {
      Type type = TypeJson.read(args.get(1));
      throw new EvaluationException("as(" + type + "): " + result.describe());
    }
    return result.value();
  }

  private static TypeCheck.Result cast(List<Json> args, Budget budget) throws EvaluationException {
    Sizes.spend(args.get(0), budget);
    return TypeCheck.check(TypeJson.read(args.get(1)), args.get(0));
  }
}
