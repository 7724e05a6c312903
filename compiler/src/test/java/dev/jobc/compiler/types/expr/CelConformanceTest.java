package dev.jobc.compiler.types.expr;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.compiler.types.expr.TextProto.Message;
import dev.jobc.json.Json;
import dev.jobc.type.Type;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Runs the cases of CEL's own conformance suite that lie within the subset. They are not part of
 * this repository: {@code -Djobc.cel.conformance=DIR} names the directory {@code
 * tests/simple/testdata} of a checkout of cel-spec.
 */
@EnabledIfSystemProperty(named = "jobc.cel.conformance", matches = ".+")
class CelConformanceTest {
  private static final List<String> FILES =
      List.of(
          "basic",
          "comparisons",
          "conversions",
          "fields",
          "fp_math",
          "integer_math",
          "lists",
          "logic",
          "macros",
          "parse",
          "plumbing",
          "string",
          "timestamps");

  /**
   * What jobc leaves out or does another way; a case that shows it is not run. First match wins.
   */
  private static final Map<String, Pattern> OUTSIDE = outside();

  private static final List<String> FOREIGN =
      List.of(
          "object_value",
          "enum_value",
          "uint64",
          "well_known",
          "type_value",
          "dyn=",
          "message_type",
          "function=");
  private static final List<String> INFINITE =
      List.of("double_value=[inf", "double_value=[-inf", "double_value=[nan");

  private static Map<String, Pattern> outside() {
    Map<String, Pattern> outside = new LinkedHashMap<>();
    outside.put("uint", Pattern.compile("uint\\(|\\b(0x[0-9a-fA-F]+|\\d+)[uU]\\b|uint"));
    outside.put(
        "protocol buffers",
        Pattern.compile("TestAll|google\\.|proto|\\w+\\s*\\{\\s*\\w*\\s*:|Message\\{"));
    outside.put(
        "dyn and type()",
        Pattern.compile("dyn\\(|type\\(|^(int|bool|string|list|map|double|bytes|null_type|type)$"));
    outside.put(
        "infinite floats",
        Pattern.compile("inf|nan|NaN|1e30\\d|0\\.0/|/ ?-?0\\.0|Infinity|1\\.7976"));
    outside.put(
        "keys that are no strings",
        Pattern.compile(
            "\\{ ?-?(\\d|true|false|\\[|b['\"])[^'\"]*:|\\bin \\{-?\\d|\\{'?\\w*'?: ?1, ?\\d+"));
    outside.put("quoted field names", Pattern.compile("`"));
    outside.put("names with dots in them", Pattern.compile("^a\\.b\\.c$"));
    return outside;
  }

  /** Cases of the subset in which jobc means to differ; docs/cel.md says why. */
  private static final List<String> DIFFERENT =
      List.of(
          "comparisons/eq_literal/not_eq_map_extra_key",
          "comparisons/eq_literal/not_eq_map_key_casing",
          "comparisons/eq_literal/not_eq_map_false_vs_types",
          "comparisons/eq_literal/eq_map_value_mixed_types",
          "comparisons/ne_literal/ne_map_by_key",
          "conversions/bool/string_1",
          "conversions/bool/string_t",
          "conversions/bool/string_true_uppercase",
          "conversions/bool/string_true_pascalcase",
          "conversions/bool/string_0",
          "conversions/bool/string_f",
          "conversions/bool/string_false_uppercase",
          "conversions/bool/string_false_pascalcase",
          "fields/map_has/has_not",
          "fields/map_has/has_empty",
          "fields/in/empty",
          "timestamps/duration_conversions/toString_duration",
          "timestamps/timestamp_range/sub_time_duration_over",
          "timestamps/timestamp_range/sub_time_duration_under");

  private final Map<String, Integer> skipped = new TreeMap<>();
  private final List<String> wrong = new ArrayList<>();
  private int run;

  @Test
  void casesOfTheSubsetHold() throws IOException {
    Path directory = Path.of(System.getProperty("jobc.cel.conformance"));
    for (String file : FILES) {
      String text =
          Files.readString(directory.resolve(file + ".textproto"), StandardCharsets.UTF_8);
      for (Message section : TextProto.parse(text).messages("section")) {
        for (Message test : section.messages("test")) {
          check(file + "/" + section.string("name") + "/" + test.string("name"), test);
        }
      }
    }
    int left = skipped.values().stream().mapToInt(Integer::intValue).sum();
    String counts =
        run + " run, of them " + DIFFERENT.size() + " different, " + left + " outside: " + skipped;
    Files.writeString(Path.of("target", "cel-conformance.txt"), counts + "\n");
    assertThat(wrong).as(counts + "\n" + String.join("\n", wrong)).isEmpty();
  }

  private void check(String name, Message test) {
    String expr = test.string("expr");
    String why = outsideBecause(test, expr);
    if (why != null) {
      skipped.merge(why, 1, Integer::sum);
      return;
    }
    Outcome ours = Ours.outcome(expr.replace("double(", "float("), variables(test));
    run++;
    boolean holds =
        test.has("eval_error")
            ? !(ours instanceof Outcome.Value)
            : ours instanceof Outcome.Value(String text) && text.equals(expected(test));
    if (holds == DIFFERENT.contains(name)) {
      wrong.add(name + ": " + expr + "\n    " + ours + "\n    wanted " + expected(test));
    }
  }

  private static String outsideBecause(Message test, String expr) {
    if (test.has("container") || test.has("disable_check") || test.has("disable_macros")) {
      return "names and checks of CEL's own";
    }
    for (Map.Entry<String, Pattern> reason : OUTSIDE.entrySet()) {
      if (reason.getValue().matcher(expr).find()) {
        return reason.getKey();
      }
    }
    String rest = String.valueOf(test);
    if (INFINITE.stream().anyMatch(rest::contains)) {
      return "infinite floats";
    }
    return FOREIGN.stream().anyMatch(rest::contains) ? "types that are not ours" : null;
  }

  private static Map<String, Ours.Variable> variables(Message test) {
    Map<String, Type> types = new LinkedHashMap<>();
    for (Message declared : test.messages("type_env")) {
      for (Message ident : declared.messages("ident")) {
        types.put(declared.string("name"), type(ident.messages("type").get(0)));
      }
    }
    Map<String, Ours.Variable> variables = new LinkedHashMap<>();
    for (Message binding : test.messages("bindings")) {
      Message value = binding.messages("value").get(0).messages("value").get(0);
      String name = binding.string("key");
      variables.put(
          name, new Ours.Variable(types.getOrDefault(name, Type.Simple.INT), json(value)));
    }
    types.forEach((name, type) -> variables.putIfAbsent(name, new Ours.Variable(type, Json.NULL)));
    return variables;
  }

  private static Type type(Message type) {
    if (type.has("list_type")) {
      return new Type.ListOf(type(type.messages("list_type").get(0).messages("elem_type").get(0)));
    }
    if (type.has("map_type")) {
      return new Type.MapOf(type(type.messages("map_type").get(0).messages("value_type").get(0)));
    }
    return switch (type.string("primitive")) {
      case "INT64" -> Type.Simple.INT;
      case "DOUBLE" -> Type.Simple.FLOAT;
      case "BOOL" -> Type.Simple.BOOL;
      case "BYTES" -> Type.Simple.BYTES;
      case "STRING" -> Type.Simple.STRING;
      default -> Type.Simple.JSON;
    };
  }

  private static Json json(Message value) {
    Map.Entry<String, List<Object>> only = value.fields().entrySet().iterator().next();
    Object content = only.getValue().get(0);
    return switch (only.getKey()) {
      case "int64_value" -> Json.of(Long.parseLong(content.toString()));
      case "double_value" -> Json.of(Double.parseDouble(content.toString()));
      case "bool_value" -> Json.of(content.equals("true"));
      case "string_value" -> Json.of(content.toString());
      case "bytes_value" -> {
        byte[] bytes = ((TextProto.Octets) content).bytes();
        yield Json.of(java.util.Base64.getEncoder().encodeToString(bytes));
      }
      case "list_value" ->
          Json.array(
              ((Message) content)
                  .messages("values").stream().map(CelConformanceTest::json).toList());
      case "map_value" -> {
        Map<String, Json> members = new LinkedHashMap<>();
        for (Message entry : ((Message) content).messages("entries")) {
          members.put(
              entry.messages("key").get(0).string("string_value"),
              json(entry.messages("value").get(0)));
        }
        yield Json.object(members);
      }
      default -> Json.NULL;
    };
  }

  private static String expected(Message test) {
    return test.has("value")
        ? show(test.messages("value").get(0))
        : test.has("eval_error") ? "an error" : "true";
  }

  private static String show(Message value) {
    Map.Entry<String, List<Object>> only = value.fields().entrySet().iterator().next();
    Object content = only.getValue().get(0);
    return switch (only.getKey()) {
      case "double_value" -> Ours.number(Double.parseDouble(content.toString()));
      case "string_value" -> Ours.show(Type.Simple.STRING, Json.of(content.toString()));
      case "bytes_value" -> {
        byte[] bytes = ((TextProto.Octets) content).bytes();
        yield "bytes " + java.util.Base64.getEncoder().encodeToString(bytes);
      }
      case "list_value" ->
          ((Message) content)
              .messages("values").stream()
                  .map(CelConformanceTest::show)
                  .collect(Collectors.joining(", ", "[", "]"));
      case "map_value" ->
          ((Message) content)
              .messages("entries").stream()
                  .map(
                      e -> show(e.messages("key").get(0)) + ": " + show(e.messages("value").get(0)))
                  .sorted()
                  .collect(Collectors.joining(", ", "{", "}"));
      case "null_value" -> "null";
      default -> content.toString();
    };
  }
}
