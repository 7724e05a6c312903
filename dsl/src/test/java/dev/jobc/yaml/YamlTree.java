package dev.jobc.yaml;

import dev.jobc.diag.Diagnostic;
import dev.jobc.diag.Diagnostics;
import dev.jobc.json.Json;
import dev.jobc.source.SourceFile;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A YAML text as it was read.
 *
 * @param json null when the text was refused
 */
record YamlTree(Json json, List<Diagnostic> diagnostics) {

  static YamlTree of(String text) {
    Diagnostics diagnostics = new Diagnostics();
    YamlNode root = YamlReader.read(new SourceFile("a.yaml", text), diagnostics);
    boolean sound = root != null && !diagnostics.hasErrors();
    return new YamlTree(sound ? json(root) : null, diagnostics.sorted());
  }

  private static Json json(YamlNode node) {
    return switch (node) {
      case YamlNode.Scalar scalar -> scalar.value();
      case YamlNode.Sequence list -> Json.array(list.items().stream().map(YamlTree::json).toList());
      case YamlNode.Mapping map -> {
        Map<String, Json> members = new LinkedHashMap<>();
        map.entries().forEach(entry -> members.put(entry.name(), json(entry.value())));
        yield Json.object(members);
      }
    };
  }
}
