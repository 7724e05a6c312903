package dev.jobc.executor.runner.gobuild;

import dev.jobc.plan.TaskSpec;
import dev.jobc.type.Type;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes declared types as Go types, for inline tasks. */
final class GoTypes {
  /** Declarations of named records, by name; filled while types are written. */
  private final Map<String, String> declarations = new LinkedHashMap<>();

  private boolean usesTime;

  /** A struct type with a field for each parameter. */
  String struct(List<TaskSpec.Param> params) {
    Map<String, Type> fields = new LinkedHashMap<>();
    params.forEach(param -> fields.put(param.name(), param.type()));
    return struct(fields);
  }

  /** Everything the written types refer to. */
  String declarations() {
    StringBuilder text = new StringBuilder();
    declarations.forEach(
        (name, struct) ->
            text.append("type ").append(name).append(' ').append(struct).append('\n'));
    return text.toString();
  }

  boolean usesTime() {
    return usesTime;
  }

  /** {@code lag_minutes} is the field {@code LagMinutes}. */
  static String field(String name) {
    StringBuilder text = new StringBuilder();
    for (String word : name.split("_")) {
      if (!word.isEmpty()) {
        text.append(Character.toUpperCase(word.charAt(0))).append(word, 1, word.length());
      }
    }
    return text.toString();
  }

  private String struct(Map<String, Type> fields) {
    StringBuilder text = new StringBuilder("struct {\n");
    fields.forEach(
        (name, type) ->
            text.append('\t')
                .append(field(name))
                .append(' ')
                .append(write(type))
                .append(" `json:\"")
                .append(name)
                .append("\"`\n"));
    return text.append('}').toString();
  }

  private String write(Type type) {
    return switch (type) {
      case Type.Simple simple -> simple(simple);
      case Type.ListOf(Type element) -> "[]" + write(element);
      case Type.MapOf(Type value) -> "map[string]" + write(value);
      case Type.EnumOf e -> "string";
      case Type.UnionOf union -> "interface{}";
      case Type.Optional(Type value) -> optional(write(value));
      case Type.RecordOf(String name, Map<String, Type> fields) -> record(name, fields);
    };
  }

  private static String optional(String go) {
    boolean nil = go.startsWith("[]") || go.startsWith("map[") || go.equals("interface{}");
    return nil ? go : "*" + go;
  }

  private String record(String name, Map<String, Type> fields) {
    if (name.isEmpty()) {
      return struct(fields);
    }
    String goName = name.equals("In") || name.equals("Out") ? name + "Record" : field(name);
    if (!declarations.containsKey(goName)) {
      declarations.put(goName, "struct{}"); // a record can't contain itself, but may repeat
      declarations.put(goName, struct(fields));
    }
    return goName;
  }

  private String simple(Type.Simple type) {
    return switch (type) {
      case STRING, DECIMAL, FILE, DIR, SECRET -> "string";
      case INT -> "int";
      case FLOAT -> "float64";
      case BOOL -> "bool";
      case BYTES -> "[]byte";
      case JSON, NULL -> "interface{}";
      case DURATION -> time("Duration");
      case TIMESTAMP, DATE -> time("Time");
    };
  }

  private String time(String name) {
    usesTime = true;
    return "jobctime." + name;
  }
}
