package dev.jobc.compiler.simulate;

import dev.jobc.json.Json;
import dev.jobc.yaml.YamlNode;
import java.util.LinkedHashMap;
import java.util.Map;

/** YAML as the JSON value it stands for. */
final class YamlJson {
  private YamlJson() {}

  static Json of(YamlNode node) {
    return switch (node) {
      case YamlNode.Scalar scalar -> scalar.value();
      case YamlNode.Sequence list -> Json.array(list.items().stream().map(YamlJson::of).toList());
      case YamlNode.Mapping map -> {
        Map<String, Json> members = new LinkedHashMap<>();
        map.entries().forEach(entry -> members.put(entry.name(), of(entry.value())));
        yield Json.object(members);
      }
    };
  }
}
