package dev.jobc.compiler;

import dev.jobc.json.Json;
import dev.jobc.json.JsonText;
import dev.jobc.yaml.YamlNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

/**
 * The keys of a kind of file as its JSON Schema lists them, {@code retry.maxAttempts}. A task is
 * the same under {@code tasks}, as a step, and as a part of a step.
 */
public final class SchemaKeys {
  private static final String DEFS = "#/$defs/";
  private static final Pattern TASK =
      Pattern.compile("^(task|stepBody(\\.poll)?|taskPart|graphStep)\\.");
  private static final List<String> COMBINED = List.of("allOf", "anyOf", "oneOf");

  private final Json.Obj root;

  /** A part of the schema under the name of what it describes. */
  private record Part(String owner, Json.Obj schema) {}

  /** Of {@code workflow} or {@code test} files. */
  public SchemaKeys(String kind) {
    String schema = "/jobc/schemas/" + kind + "/v1.schema.json";
    try (InputStream in = Json.class.getResourceAsStream(schema)) {
      root = (Json.Obj) JsonText.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every key that some map of the language can have. */
  public Set<String> all() {
    Set<String> keys = new TreeSet<>();
    collect(new Part("file", root), keys, new HashSet<>());
    return keys;
  }

  private static String name(Part part, String key) {
    return TASK.matcher(part.owner() + "." + key).replaceFirst("step.");
  }

  private void collect(Part part, Set<String> keys, Set<String> seen) {
    for (Part form : forms(part)) {
      if (!seen.add(form.owner() + System.identityHashCode(form.schema()))) {
        continue;
      }
      members(form, "properties")
          .forEach(
              (key, schema) -> {
                if (schema instanceof Json.Obj inner) {
                  keys.add(name(form, key));
                  collect(new Part(form.owner() + "." + key, inner), keys, seen);
                }
              });
      free(form).forEach(inner -> collect(inner, keys, seen));
      items(form).forEach(inner -> collect(inner, keys, seen));
    }
  }

  /** Tells of every entry of a document, outermost first, what keys of the language it may be. */
  public void walk(YamlNode document, BiConsumer<YamlNode.Entry, Set<String>> found) {
    walk(document, List.of(new Part("file", root)), found);
  }

  private void walk(
      YamlNode node, List<Part> parts, BiConsumer<YamlNode.Entry, Set<String>> found) {
    List<Part> forms = parts.stream().flatMap(part -> forms(part).stream()).toList();
    switch (node) {
      case YamlNode.Scalar scalar -> {}
      case YamlNode.Sequence list -> {
        List<Part> items = forms.stream().flatMap(form -> items(form).stream()).toList();
        list.items().forEach(item -> walk(item, items, found));
      }
      case YamlNode.Mapping map -> map.entries().forEach(entry -> entry(entry, forms, found));
    }
  }

  private void entry(
      YamlNode.Entry entry, List<Part> forms, BiConsumer<YamlNode.Entry, Set<String>> found) {
    Set<String> keys = new LinkedHashSet<>();
    List<Part> inner = new ArrayList<>();
    for (Part form : forms) {
      Json schema = members(form, "properties").get(entry.name());
      if (schema instanceof Json.Obj known) {
        keys.add(name(form, entry.name()));
        inner.add(new Part(form.owner() + "." + entry.name(), known));
      } else if (schema == null) {
        inner.addAll(free(form));
      }
    }
    found.accept(entry, keys);
    walk(entry.value(), inner, found);
  }

  /** Everything that holds, or may hold, of the same value. */
  private List<Part> forms(Part part) {
    List<Part> forms = new ArrayList<>(List.of(part));
    for (int i = 0; i < forms.size(); i++) {
      Part form = forms.get(i);
      if (form.schema().get("$ref") instanceof Json.Str(String ref)) {
        forms.add(new Part(owner(form, ref), resolve(ref)));
      }
      for (String key : COMBINED) {
        if (form.schema().get(key) instanceof Json.Arr(List<Json> options)) {
          options.forEach(option -> add(forms, form.owner(), option));
        }
      }
      add(forms, form.owner(), form.schema().get("then"));
      add(forms, form.owner(), form.schema().get("else"));
    }
    return forms;
  }

  /** A definition has its name; what lies inside another has that of its place. */
  private static String owner(Part part, String ref) {
    String name = ref.substring(DEFS.length());
    return name.contains("/") ? part.owner() : name;
  }

  private Json.Obj resolve(String ref) {
    Json.Obj found = root;
    for (String step : ref.substring("#/".length()).split("/")) {
      found = (Json.Obj) found.get(step);
    }
    return found;
  }

  private static void add(List<Part> parts, String owner, Json schema) {
    if (schema instanceof Json.Obj object) {
      parts.add(new Part(owner, object));
    }
  }

  /** The schemas of keys that authors choose. */
  private static List<Part> free(Part part) {
    List<Part> parts = new ArrayList<>();
    add(parts, part.owner() + ".*", part.schema().get("additionalProperties"));
    members(part, "patternProperties")
        .values()
        .forEach(schema -> add(parts, part.owner() + ".*", schema));
    return parts;
  }

  private static List<Part> items(Part part) {
    List<Part> parts = new ArrayList<>();
    add(parts, part.owner(), part.schema().get("items"));
    return parts;
  }

  private static Map<String, Json> members(Part part, String key) {
    return part.schema().get(key) instanceof Json.Obj object ? object.members() : Map.of();
  }
}
