package dev.jobc.decode;

import dev.jobc.diag.Diagnostic;
import dev.jobc.json.Json;
import dev.jobc.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Declarations as a list, {@code - { name: day, type: date }}, as Argo and Kestra have them. */
final class ListedDeclarations {
  private static final int MOST_SHOWN = 4;
  private static final List<String> NAMES = List.of("name", "id");

  private ListedDeclarations() {}

  /** Adds how a list would read as the map that it should be; nothing where that is unclear. */
  static Diagnostic help(Diagnostic error, YamlNode.Entry entry, String valueKey, String example) {
    if (!(entry.value() instanceof YamlNode.Sequence list) || list.items().isEmpty()) {
      return error;
    }
    List<String> entries = new ArrayList<>();
    for (YamlNode item : list.items().subList(0, Math.min(MOST_SHOWN, list.items().size()))) {
      String one = entry(item, valueKey, example);
      if (one == null) {
        return error;
      }
      entries.add(one);
    }
    String more = list.items().size() > MOST_SHOWN ? ", …" : "";
    String map = String.join(", ", entries) + more;
    return error.help("the name is the key, without `-`: `" + entry.name() + ": { " + map + " }`");
  }

  private static @Nullable String entry(YamlNode item, String valueKey, String example) {
    if (text(item) != null) {
      return text(item) + ": " + example;
    }
    if (!(item instanceof YamlNode.Mapping map)) {
      return null;
    }
    String name = name(map);
    if (name != null) {
      return name + ": " + value(map.get(valueKey), example);
    }
    return map.entries().size() == 1
        ? map.entries().getFirst().name() + ": " + value(map.entries().getFirst(), example)
        : null;
  }

  private static @Nullable String name(YamlNode.Mapping map) {
    for (String key : NAMES) {
      YamlNode.Entry entry = map.get(key);
      String name = entry == null || map.entries().size() == 1 ? null : text(entry.value());
      if (name != null) {
        return name;
      }
    }
    return null;
  }

  private static String value(YamlNode.@Nullable Entry entry, String example) {
    String text = entry == null ? null : text(entry.value());
    if (text == null) {
      return example;
    }
    if (text.startsWith("${{")) {
      return '"' + text + '"';
    }
    return text.equals(text.toUpperCase(Locale.ROOT)) ? text.toLowerCase(Locale.ROOT) : text;
  }

  private static @Nullable String text(YamlNode node) {
    return node instanceof YamlNode.Scalar scalar && scalar.value() instanceof Json.Str(String text)
        ? text
        : null;
  }
}
