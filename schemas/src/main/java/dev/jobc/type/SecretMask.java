package dev.jobc.type;

import dev.jobc.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Values as they may be shown: three stars stand for every secret in them. */
public final class SecretMask {
  private static final Json STARS = Json.of("***");

  private SecretMask() {}

  /** A value of a type; nothing else of it changes. */
  public static Json of(Type type, Json value) {
    if (value instanceof Json.Null || !type.holds(Type.Simple.SECRET)) {
      return value;
    }
    return switch (type) {
      case Type.Optional(Type inner) -> of(inner, value);
      case Type.ListOf(Type element) when value instanceof Json.Arr(List<Json> items) ->
          Json.array(items.stream().map(item -> of(element, item)).toList());
      case Type.MapOf(Type element) when value instanceof Json.Obj(Map<String, Json> members) -> {
        Map<String, Json> shown = new LinkedHashMap<>();
        members.forEach((name, member) -> shown.put(name, of(element, member)));
        yield Json.object(shown);
      }
      case Type.RecordOf(String name, Map<String, Type> fields)
          when value instanceof Json.Obj(Map<String, Json> members) ->
          fields(fields, members);
      default -> STARS;
    };
  }

  /** Values by name, each of a type; those without one stay as they are. */
  public static Json.Obj fields(Map<String, Type> types, Map<String, Json> values) {
    Map<String, Json> shown = new LinkedHashMap<>();
    values.forEach(
        (name, value) -> {
          Type type = types.get(name);
          shown.put(name, type == null ? value : of(type, value));
        });
    return Json.object(shown);
  }
}
