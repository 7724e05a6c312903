package dev.jobc.type;

import dev.jobc.json.Json;
import dev.jobc.json.JsonException;
import dev.jobc.json.JsonReader;
import dev.jobc.json.JsonText;

/** The form of a type inside a plan: a word, or an object with one member that names its kind. */
public final class TypeJson {
  private TypeJson() {}

  public static Json write(Type type) {
    return switch (type) {
      case Type.Simple simple -> Json.of(simple.word());
      case Type.ListOf list -> Json.object().put("list", write(list.element())).build();
      case Type.MapOf map -> Json.object().put("map", write(map.value())).build();
      case Type.EnumOf e ->
          Json.object()
              .put("enum", Json.strings(e.values()))
              .put("name", e.name().isEmpty() ? null : e.name())
              .build();
      case Type.RecordOf record -> {
        Json.ObjectBuilder fields = Json.object();
        record.fields().forEach((name, field) -> fields.put(name, write(field)));
        yield Json.object()
            .put("record", fields.build())
            .put("name", record.name().isEmpty() ? null : record.name())
            .build();
      }
      case Type.UnionOf union ->
          Json.object()
              .put("union", Json.array(union.options().stream().map(TypeJson::write).toList()))
              .build();
      case Type.Optional optional -> Json.object().put("optional", write(optional.value())).build();
    };
  }

  /**
   * Reads a type.
   *
   * @throws JsonException when the value is not a type
   */
  public static Type read(Json value) {
    if (value instanceof Json.Str(String word)) {
      return simple(word);
    }
    JsonReader in = JsonReader.of("type", value);
    if (in.has("list")) {
      return new Type.ListOf(read(in.any("list")));
    }
    if (in.has("map")) {
      return new Type.MapOf(read(in.any("map")));
    }
    if (in.has("enum")) {
      return new Type.EnumOf(in.string("name", ""), in.strings("enum"));
    }
    if (in.has("record")) {
      return new Type.RecordOf(in.string("name", ""), in.map("record", TypeJson::read));
    }
    if (in.has("union")) {
      return new Type.UnionOf(in.list("union", TypeJson::read));
    }
    if (in.has("optional")) {
      return new Type.Optional(read(in.any("optional")));
    }
    throw new JsonException("no type: " + JsonText.write(value));
  }

  private static Type simple(String word) {
    for (Type.Simple simple : Type.Simple.values()) {
      if (simple.word().equals(word)) {
        return simple;
      }
    }
    throw new JsonException("no type is called `" + word + "`");
  }
}
