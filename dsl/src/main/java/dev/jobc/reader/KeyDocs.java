package dev.jobc.reader;

import dev.jobc.diag.Suggestions;
import dev.jobc.json.Json;
import dev.jobc.json.JsonText;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the schema says of one key, such as {@code steps.retry}. Lists and maps of names are passed
 * through: {@code tasks.timeout} is the timeout of any task.
 */
public final class KeyDocs {
  private static final List<String> ALTERNATIVES =
      List.of("allOf", "anyOf", "oneOf", "if", "then", "else");

  private static final List<String> FACTS =
      List.of("const", "enum", "minimum", "maximum", "minItems", "maxItems", "pattern");

  private final Json.Obj root;

  private KeyDocs(Json.Obj root) {
    this.root = root;
  }

  /**
   * The answer to a path.
   *
   * @param text what to print, with a newline; empty when there is no such key
   * @param problem why not; empty when there is one
   */
  public record Answer(String text, String problem) {}

  /** Looks a path up; dots between keys. */
  public static Answer of(EditorSchema schema, String path) {
    return new KeyDocs(schema.source()).answer(path);
  }

  private Answer answer(String path) {
    Json.Obj at = root;
    for (String key : path.split("\\.", -1)) {
      Map<String, Json.Obj> keys = keys(at);
      Json.Obj next = keys.get(key);
      if (next == null) {
        String near = Suggestions.nearest(key, keys.keySet());
        String hint = near == null ? "" : "; " + Suggestions.didYouMean(near);
        return new Answer("", "there is no key `" + key + "` in `" + path + "`" + hint);
      }
      at = next;
    }
    return new Answer(describe(path, at), "");
  }

  private String describe(String path, Json.Obj schema) {
    StringBuilder out = new StringBuilder(path).append('\n');
    out.append("  ").append(description(schema)).append('\n');
    facts(schema)
        .forEach(
            (name, value) -> out.append("  ").append(name).append(": ").append(value).append('\n'));
    Map<String, Json.Obj> keys = keys(schema);
    int width = keys.keySet().stream().mapToInt(String::length).max().orElse(0);
    if (!keys.isEmpty()) {
      out.append("keys:\n");
    }
    keys.forEach(
        (name, key) ->
            out.append("  ")
                .append(name)
                .append(" ".repeat(width - name.length() + 2))
                .append(description(key))
                .append('\n'));
    return out.toString();
  }

  private String description(Json.Obj schema) {
    for (Json.Obj part : parts(schema)) {
      if (part.members().get("description") instanceof Json.Str(String text)) {
        return text;
      }
    }
    return "";
  }

  private Map<String, String> facts(Json.Obj schema) {
    Map<String, String> facts = new LinkedHashMap<>();
    for (Json.Obj part : parts(schema)) {
      for (String fact : FACTS) {
        Json value = part.members().get(fact);
        if (value != null) {
          facts.putIfAbsent(fact, JsonText.write(value));
        }
      }
    }
    return facts;
  }

  private Map<String, Json.Obj> keys(Json.Obj schema) {
    return keys(schema, new HashSet<>());
  }

  /**
   * The keys a map of this schema, or of what a list or map of this schema holds, may have.
   *
   * @param seen around it: a value may be a list of values
   */
  private Map<String, Json.Obj> keys(Json.Obj schema, Set<Json.Obj> seen) {
    Map<String, Json.Obj> keys = new LinkedHashMap<>();
    List<Json.Obj> inner = new ArrayList<>();
    for (Json.Obj part : parts(schema)) {
      if (part.members().get("properties") instanceof Json.Obj properties) {
        properties
            .members()
            .forEach(
                (name, value) -> {
                  if (value instanceof Json.Obj object) {
                    keys.putIfAbsent(name, object);
                  }
                });
      }
      for (String through : List.of("items", "additionalProperties")) {
        if (part.members().get(through) instanceof Json.Obj object) {
          inner.add(object);
        }
      }
    }
    for (Json.Obj held : inner) {
      if (keys.isEmpty() && seen.add(held)) {
        keys.putAll(keys(held, seen));
      }
    }
    return keys;
  }

  /** A schema and all it refers to or offers as an alternative, itself first. */
  private Set<Json.Obj> parts(Json.Obj schema) {
    Set<Json.Obj> parts = new LinkedHashSet<>();
    collect(schema, parts);
    return parts;
  }

  private void collect(Json.Obj schema, Set<Json.Obj> parts) {
    if (!parts.add(schema)) {
      return;
    }
    Json.Obj referred = referred(schema);
    if (referred != null) {
      collect(referred, parts);
    }
    for (String alternative : ALTERNATIVES) {
      Json value = schema.members().get(alternative);
      if (value instanceof Json.Obj object) {
        collect(object, parts);
      } else if (value instanceof Json.Arr(List<Json> items)) {
        for (Json item : items) {
          if (item instanceof Json.Obj object) {
            collect(object, parts);
          }
        }
      }
    }
  }

  private Json.@Nullable Obj referred(Json.Obj schema) {
    if (!(schema.members().get("$ref") instanceof Json.Str(String reference))) {
      return null;
    }
    @Nullable Json at = root;
    for (String name : reference.substring("#/".length()).split("/", -1)) {
      at = at instanceof Json.Obj object ? object.members().get(name) : null;
    }
    return at instanceof Json.Obj found ? found : null;
  }
}
