package dev.jobc.reader;

import dev.jobc.json.Json;
import dev.jobc.json.JsonText;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The JSON Schema of a kind of file in draft 07, the one that editors' YAML plugins know best. Made
 * from the schema that the tests hold against the reader of such files.
 */
public enum EditorSchema {
  /** Workflows and task libraries. */
  WORKFLOW,
  /** {@code *.test.yaml}. */
  TEST;

  private static final String DRAFT = "http://json-schema.org/draft-07/schema#";

  /** The schema as it was written, in draft 2020-12. */
  Json.Obj source() {
    String source = "/jobc/schemas/" + name().toLowerCase(Locale.ROOT) + "/v1.schema.json";
    try (InputStream in = EditorSchema.class.getResourceAsStream(source)) {
      if (in == null) {
        throw new IllegalStateException("no " + source);
      }
      return (Json.Obj) JsonText.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The schema for editors, with a newline. */
  public String text() {
    return JsonText.pretty(draft07(source()));
  }

  private static Json draft07(Json json) {
    return switch (json) {
      case Json.Obj object -> object(object);
      case Json.Arr array -> Json.array(array.items().stream().map(EditorSchema::draft07).toList());
      default -> json;
    };
  }

  private static Json object(Json.Obj object) {
    Map<String, Json> members = new LinkedHashMap<>();
    object.members().forEach((name, value) -> member(name, value, members));
    Json reference = members.get("$ref");
    if (reference != null && members.size() > 1) {
      // Draft 07 ignores what stands beside a reference.
      members.remove("$ref");
      members.put("allOf", Json.array(List.of(Json.object(Map.of("$ref", reference)))));
    }
    return Json.object(members);
  }

  private static void member(String name, Json value, Map<String, Json> members) {
    switch (name) {
      case "$schema" -> members.put(name, Json.of(DRAFT));
      case "$defs" -> members.put("definitions", draft07(value));
      case "dependentRequired", "dependentSchemas" -> members.put("dependencies", draft07(value));
      case "$ref" -> {
        String reference = value instanceof Json.Str(String text) ? text : "";
        members.put(name, Json.of(reference.replace("#/$defs/", "#/definitions/")));
      }
      default -> members.put(name, draft07(value));
    }
  }
}
