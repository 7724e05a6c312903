package dev.jobc.type;

import dev.jobc.json.Json;
import dev.jobc.json.JsonText;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Checks a JSON value against a type, and brings it to the one form that values of the type have
 * inside a run: a whole number becomes a float where a float is declared, times take their
 * canonical text ({@link TimeText}), optional fields that are missing become {@code null}.
 */
public final class TypeCheck {
  /** More problems than this are not reported for one value. */
  public static final int MAX_PROBLEMS = 20;

  private static final int MAX_SHOWN = 40;

  private final List<Problem> problems = new ArrayList<>();

  private TypeCheck() {}

  /**
   * One thing that is wrong.
   *
   * @param path where, {@code $.rows[3].x}
   * @param message what was wanted and what was found
   */
  public record Problem(String path, String message) {
    @Override
    public String toString() {
      return path + ": " + message;
    }
  }

  /**
   * What came of a check.
   *
   * @param value the value in its canonical form; the value as it was given when there are problems
   * @param problems empty when the value conforms; otherwise at most {@link #MAX_PROBLEMS}
   */
  public record Result(Json value, List<Problem> problems) {
    public Result {
      problems = List.copyOf(problems);
    }

    public boolean ok() {
      return problems.isEmpty();
    }

    /** The problems, one a line. */
    public String describe() {
      return problems.stream().map(Problem::toString).collect(Collectors.joining("\n"));
    }
  }

  /** Checks a value; paths start with {@code $}. */
  public static Result check(Type type, Json value) {
    return check("$", type, value);
  }

  /** Checks a value; paths start with the given text. */
  public static Result check(String path, Type type, Json value) {
    TypeCheck check = new TypeCheck();
    Json checked = check.any(path, type, value);
    return new Result(check.problems.isEmpty() ? checked : value, check.problems);
  }

  private Json any(String path, Type type, Json value) {
    return switch (type) {
      case Type.Simple simple -> simple(path, simple, value);
      case Type.ListOf list -> list(path, list, value);
      case Type.MapOf map -> map(path, map, value);
      case Type.EnumOf e -> enumValue(path, e, value);
      case Type.RecordOf record -> record(path, record, value);
      case Type.UnionOf union -> union(path, union, value);
      case Type.Optional optional ->
          value == Json.NULL ? value : any(path, optional.value(), value);
    };
  }

  private Json simple(String path, Type.Simple type, Json value) {
    Json converted =
        switch (type) {
          case JSON -> value;
          case NULL -> value == Json.NULL ? value : null;
          case STRING, SECRET, FILE, DIR -> value instanceof Json.Str ? value : null;
          case INT -> value instanceof Json.Int ? value : null;
          case BOOL -> value instanceof Json.Bool ? value : null;
          case FLOAT -> toFloat(value);
          case DECIMAL -> toDecimal(value);
          case DATE, TIMESTAMP, DURATION, BYTES ->
              value instanceof Json.Str(String text) ? canonical(type, text) : null;
        };
    return converted == null ? wrong(path, type, value) : converted;
  }

  private static @Nullable Json toFloat(Json value) {
    return switch (value) {
      case Json.Float f -> f;
      case Json.Int(long whole) -> Json.of((double) whole);
      default -> null;
    };
  }

  private static @Nullable Json toDecimal(Json value) {
    return switch (value) {
      case Json.Int(long whole) -> Json.of(Long.toString(whole));
      case Json.Str(String text) -> {
        String canonical = DecimalText.canonical(text);
        yield canonical == null ? null : Json.of(canonical);
      }
      default -> null;
    };
  }

  /** The canonical form of a time or of bytes, null when the text is none. */
  static @Nullable Json canonical(Type.Simple type, String text) {
    if (type == Type.Simple.DATE) {
      return TimeText.date(text) == null ? null : Json.of(text);
    }
    if (type == Type.Simple.TIMESTAMP) {
      Instant instant = TimeText.timestamp(text);
      return instant == null ? null : Json.of(instant.toString());
    }
    if (type == Type.Simple.DURATION) {
      Duration duration = TimeText.duration(text);
      return duration == null ? null : Json.of(duration.toString());
    }
    try {
      return Json.of(Base64.getEncoder().encodeToString(Base64.getDecoder().decode(text)));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private Json list(String path, Type.ListOf type, Json value) {
    if (!(value instanceof Json.Arr(List<Json> items))) {
      return wrong(path, type, value);
    }
    List<Json> checked = new ArrayList<>(items.size());
    for (int i = 0; i < items.size(); i++) {
      checked.add(any(path + "[" + i + "]", type.element(), items.get(i)));
    }
    return new Json.Arr(checked);
  }

  private Json map(String path, Type.MapOf type, Json value) {
    if (!(value instanceof Json.Obj(Map<String, Json> members))) {
      return wrong(path, type, value);
    }
    Map<String, Json> checked = new LinkedHashMap<>();
    members.forEach(
        (name, member) -> checked.put(name, any(member(path, name), type.value(), member)));
    return new Json.Obj(checked);
  }

  private Json enumValue(String path, Type.EnumOf type, Json value) {
    if (value instanceof Json.Str(String text) && type.values().contains(text)) {
      return value;
    }
    String wants = "wants one of " + String.join(", ", type.values());
    return problem(path, wants + ", got " + show(value), value);
  }

  private Json record(String path, Type.RecordOf type, Json value) {
    if (!(value instanceof Json.Obj object)) {
      return wrong(path, type, value);
    }
    Map<String, Json> checked = new LinkedHashMap<>();
    type.fields()
        .forEach(
            (name, field) -> checked.put(name, field(member(path, name), field, name, object)));
    for (String name : object.members().keySet()) {
      if (!type.fields().containsKey(name)) {
        problem(member(path, name), "is not declared; known are " + known(type), object);
      }
    }
    return new Json.Obj(checked);
  }

  private Json field(String path, Type type, String name, Json.Obj object) {
    Json value = object.get(name);
    if (value != null) {
      return any(path, type, value);
    }
    return type.isOptional() || type == Type.Simple.JSON || type == Type.Simple.NULL
        ? Json.NULL
        : problem(path, "is missing, wants " + type, Json.NULL);
  }

  private static String known(Type.RecordOf type) {
    return type.fields().isEmpty() ? "none" : String.join(", ", type.fields().keySet());
  }

  private Json union(String path, Type.UnionOf type, Json value) {
    for (Type option : type.options()) {
      Result result = check(path, option, value);
      if (result.ok()) {
        return result.value();
      }
    }
    return wrong(path, type, value);
  }

  private Json wrong(String path, Type type, Json value) {
    return problem(path, "wants " + type + hint(type) + ", got " + show(value), value);
  }

  private static String hint(Type type) {
    return switch (type) {
      case Type.Simple.DATE -> " (such as 2026-11-22)";
      case Type.Simple.TIMESTAMP -> " (such as 2026-11-22T15:04:05Z)";
      case Type.Simple.DURATION -> " (" + TimeText.durationHint() + ")";
      case Type.Simple.BYTES -> " (base64)";
      case Type.Simple.DECIMAL -> " (such as 12.50, in quotes)";
      default -> "";
    };
  }

  private Json problem(String path, String message, Json value) {
    if (problems.size() < MAX_PROBLEMS) {
      problems.add(new Problem(path, message));
    }
    return value;
  }

  private static String member(String path, String name) {
    boolean plain =
        !name.isEmpty() && name.chars().allMatch(c -> c == '_' || Character.isLetterOrDigit(c));
    return plain ? path + "." + name : path + "[" + JsonText.write(Json.of(name)) + "]";
  }

  private static String show(Json value) {
    return switch (value) {
      case Json.Null n -> "null";
      case Json.Bool b -> "bool " + b.value();
      case Json.Int i -> "int " + i.value();
      case Json.Float f -> "float " + f.value();
      case Json.Str s -> "string " + shorten(JsonText.write(s));
      case Json.Arr a -> "a list of " + a.items().size();
      case Json.Obj o -> "an object with " + o.members().size() + " members";
    };
  }

  private static String shorten(String text) {
    if (text.length() <= MAX_SHOWN) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(MAX_SHOWN - 2)) ? MAX_SHOWN - 2 : MAX_SHOWN - 1;
    return text.substring(0, end) + "…";
  }
}
