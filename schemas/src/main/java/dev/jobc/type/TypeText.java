package dev.jobc.type;

import dev.jobc.json.Json;
import dev.jobc.json.JsonException;
import dev.jobc.json.JsonText;
import dev.jobc.type.TypeCheck.Problem;
import dev.jobc.type.TypeCheck.Result;
import java.util.List;

/**
 * Reads a value from plain text, as it stands on a command line ({@code -i n=3}). Strings, enums
 * and times are written as they are, lists, maps, records and {@code json} as JSON.
 */
public final class TypeText {
  private TypeText() {}

  /** Reads the text as a value of the type; problems have the path {@code $}. */
  public static Result parse(Type type, String text) {
    return switch (type) {
      case Type.Simple simple -> simple(simple, text);
      case Type.EnumOf e -> TypeCheck.check(e, Json.of(text));
      case Type.Optional(Type value) -> optional(value, text);
      case Type.UnionOf union -> union(union, text);
      case Type.ListOf list -> json(list, text);
      case Type.MapOf map -> json(map, text);
      case Type.RecordOf record -> json(record, text);
    };
  }

  private static Result simple(Type.Simple type, String text) {
    return switch (type) {
      case STRING, SECRET, FILE, DIR, DATE, TIMESTAMP, DURATION, BYTES, DECIMAL ->
          TypeCheck.check(type, Json.of(text));
      case INT, FLOAT -> number(type, text);
      case BOOL -> bool(text);
      case JSON, NULL -> json(type, text);
    };
  }

  private static Result number(Type type, String text) {
    String plain = text.strip();
    try {
      Json value = JsonText.parse(plain.startsWith("+") ? plain.substring(1) : plain);
      Result result = TypeCheck.check(type, value);
      return result.ok() ? result : refused(type, text);
    } catch (JsonException e) {
      return refused(type, text);
    }
  }

  private static Result bool(String text) {
    return switch (text.strip()) {
      case "true" -> new Result(Json.TRUE, List.of());
      case "false" -> new Result(Json.FALSE, List.of());
      default -> problem("wants true or false, got " + quote(text));
    };
  }

  private static Result optional(Type value, String text) {
    boolean plainText = value == Type.Simple.STRING || value == Type.Simple.SECRET;
    if (!plainText && (text.isBlank() || text.strip().equals("null"))) {
      return new Result(Json.NULL, List.of());
    }
    return parse(value, text);
  }

  private static Result union(Type.UnionOf union, String text) {
    for (Type option : union.options()) {
      Result result = parse(option, text);
      if (result.ok()) {
        return result;
      }
    }
    return refused(union, text);
  }

  private static Result json(Type type, String text) {
    try {
      return TypeCheck.check(type, JsonText.parse(text));
    } catch (JsonException e) {
      return problem(
          "wants " + type + " written as JSON, got " + quote(text) + " (" + e.getMessage() + ")");
    }
  }

  private static Result refused(Type type, String text) {
    return problem("wants " + type + ", got " + quote(text));
  }

  private static Result problem(String message) {
    return new Result(Json.NULL, List.of(new Problem("$", message)));
  }

  private static String quote(String text) {
    return JsonText.write(Json.of(text));
  }
}
