package dev.jobc.executor.runner.oneshot;

import dev.jobc.json.Json;
import dev.jobc.json.JsonException;
import dev.jobc.json.JsonText;
import dev.jobc.type.Type;
import java.math.BigDecimal;
import java.util.List;

/** Text that a program wrote, as a value of the declared type. */
final class TextValue {
  private TextValue() {}

  /**
   * Converts.
   *
   * @throws IllegalArgumentException when the text is no such value; says the type and the text
   */
  static Json of(String text, Type type) {
    return switch (type) {
      case Type.Simple simple -> simple(text, simple);
      case Type.EnumOf e -> Json.of(text);
      case Type.Optional(Type inner) ->
          text.isEmpty() && inner != Type.Simple.STRING ? Json.NULL : of(text, inner);
      case Type.UnionOf(List<Type> options) -> union(text, options, type);
      case Type.ListOf list -> json(text, type);
      case Type.MapOf map -> json(text, type);
      case Type.RecordOf record -> json(text, type);
    };
  }

  private static Json simple(String text, Type.Simple type) {
    String trimmed = text.strip();
    try {
      return switch (type) {
        case INT -> Json.of(Long.parseLong(trimmed));
        case FLOAT -> Json.of(Double.parseDouble(trimmed));
        case BOOL -> bool(trimmed, type);
        case DECIMAL -> Json.of(new BigDecimal(trimmed).toPlainString());
        case JSON -> json(text, type);
        case NULL -> Json.NULL;
        case DATE, TIMESTAMP, DURATION, BYTES -> Json.of(trimmed);
        case STRING, SECRET, FILE, DIR -> Json.of(text);
      };
    } catch (NumberFormatException e) {
      throw mismatch(text, type);
    }
  }

  private static Json bool(String text, Type type) {
    return switch (text) {
      case "true" -> Json.TRUE;
      case "false" -> Json.FALSE;
      default -> throw mismatch(text, type);
    };
  }

  private static Json union(String text, List<Type> options, Type type) {
    for (Type option : options) {
      try {
        return of(text, option);
      } catch (IllegalArgumentException e) {
        continue;
      }
    }
    throw mismatch(text, type);
  }

  private static Json json(String text, Type type) {
    try {
      return JsonText.parse(text);
    } catch (JsonException e) {
      throw mismatch(text, type);
    }
  }

  private static IllegalArgumentException mismatch(String text, Type type) {
    String shown = text.length() <= 80 ? text : text.substring(0, 77) + "...";
    return new IllegalArgumentException("`" + type + "`, but the text is `" + shown + "`");
  }
}
