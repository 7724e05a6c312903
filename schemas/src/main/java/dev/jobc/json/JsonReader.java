package dev.jobc.json;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads the members of a JSON object whose shape is known, so that every record's decoder is a list
 * of lines. A missing or mistyped member is a {@link JsonException} that names its path.
 */
public final class JsonReader {
  private final String path;
  private final Json.Obj object;

  private JsonReader(String path, Json.Obj object) {
    this.path = path;
    this.object = object;
  }

  public static JsonReader of(Json value) {
    return of("$", value);
  }

  public static JsonReader of(String path, Json value) {
    return new JsonReader(path, expect(path, Json.Obj.class, value));
  }

  public Json.Obj object() {
    return object;
  }

  public boolean has(String name) {
    return object.get(name) != null;
  }

  public Json any(String name) {
    Json value = object.get(name);
    if (value == null) {
      throw new JsonException(path + " lacks the member `" + name + "`");
    }
    return value;
  }

  public @Nullable Json anyOrNull(String name) {
    return object.get(name);
  }

  public String string(String name) {
    return expect(at(name), Json.Str.class, any(name)).value();
  }

  public String string(String name, String otherwise) {
    return has(name) ? string(name) : otherwise;
  }

  public @Nullable String stringOrNull(String name) {
    return has(name) ? string(name) : null;
  }

  public long integer(String name) {
    return expect(at(name), Json.Int.class, any(name)).value();
  }

  public long integer(String name, long otherwise) {
    return has(name) ? integer(name) : otherwise;
  }

  public int int32(String name) {
    return Math.toIntExact(integer(name));
  }

  public int int32(String name, int otherwise) {
    return has(name) ? int32(name) : otherwise;
  }

  public double number(String name, double otherwise) {
    Json value = object.get(name);
    return switch (value) {
      case null -> otherwise;
      case Json.Int i -> i.value();
      case Json.Float f -> f.value();
      default -> throw new JsonException(at(name) + " is no number");
    };
  }

  public boolean bool(String name, boolean otherwise) {
    return has(name) ? expect(at(name), Json.Bool.class, any(name)).value() : otherwise;
  }

  public List<Json> array(String name) {
    return has(name) ? expect(at(name), Json.Arr.class, any(name)).items() : List.of();
  }

  public <T> List<T> list(String name, Function<Json, T> decode) {
    return array(name).stream().map(decode).toList();
  }

  public List<String> strings(String name) {
    return list(name, item -> expect(at(name), Json.Str.class, item).value());
  }

  public <T> Map<String, T> map(String name, Function<Json, T> decode) {
    Map<String, T> result = new LinkedHashMap<>();
    if (has(name)) {
      expect(at(name), Json.Obj.class, any(name))
          .members()
          .forEach((key, value) -> result.put(key, decode.apply(value)));
    }
    return result;
  }

  public <T> @Nullable T orNull(String name, Function<Json, T> decode) {
    Json value = object.get(name);
    return value == null ? null : decode.apply(value);
  }

  private String at(String name) {
    return path + "." + name;
  }

  private static <T extends Json> T expect(String path, Class<T> kind, Json value) {
    if (!kind.isInstance(value)) {
      throw new JsonException(
          path + " is no " + kind.getSimpleName() + ": " + JsonText.write(value));
    }
    return kind.cast(value);
  }
}
