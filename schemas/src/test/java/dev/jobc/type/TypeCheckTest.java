package dev.jobc.type;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.json.JsonText;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TypeCheckTest {
  private static final Type ROW = new Type.RecordOf("Row", Map.of("x", Type.Simple.INT));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "int       | 3                      | 3",
        "int       | -9223372036854775808   | -9223372036854775808",
        "float     | 3                      | 3.0",
        "float     | 2.5                    | 2.5",
        "bool      | true                   | true",
        "string    | \"a\"                  | \"a\"",
        "date      | \"2026-02-28\"         | \"2026-02-28\"",
        "timestamp | \"2026-01-01T01:00:00+01:00\" | \"2026-01-01T00:00:00Z\"",
        "timestamp | \"2026-01-01T00:00:00.500Z\"  | \"2026-01-01T00:00:00.500Z\"",
        "duration  | \"90s\"                | \"PT1M30S\"",
        "duration  | \"PT90S\"              | \"PT1M30S\"",
        "duration  | \"1.5h\"               | \"PT1H30M\"",
        "duration  | \"-2d\"                | \"PT-48H\"",
        "duration  | \"1h30m250ms\"         | \"PT1H30M0.25S\"",
        "decimal   | \"1.10\"               | \"1.1\"",
        "decimal   | \"-0.00\"              | \"0\"",
        "decimal   | \"1e3\"                | \"1000\"",
        "bytes     | \"YQ\"                 | \"YQ==\"",
        "decimal   | 7                      | \"7\"",
        "bytes     | \"AAE=\"               | \"AAE=\"",
        "json      | {\"a\":[null]}         | {\"a\":[null]}",
      })
  void takesAndCanonicalises(String type, String value, String canonical) {
    TypeCheck.Result result = TypeCheck.check(simple(type), JsonText.parse(value));
    assertThat(result.describe()).isEmpty();
    assertThat(JsonText.write(result.value())).isEqualTo(canonical);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "int       | 3.0            | $: wants int, got float 3.0",
        "int       | \"3\"          | $: wants int, got string \"3\"",
        "int       | null           | $: wants int, got null",
        "float     | \"x\"          | $: wants float, got string \"x\"",
        "bool      | 1              | $: wants bool, got int 1",
        "string    | [1,2]          | $: wants string, got a list of 2",
        "date      | \"2026-02-30\" | $: wants date (such as 2026-11-22), got string"
            + " \"2026-02-30\"",
        "timestamp | \"2026-02-03\" | $: wants timestamp (such as 2026-11-22T15:04:05Z), got string"
            + " \"2026-02-03\"",
        "duration  | \"5\"          | $: wants duration (a number and a unit (ms, s, m, h, d), such"
            + " as 90s or 1h30m), got string \"5\"",
        "bytes     | \"?\"          | $: wants bytes (base64), got string \"?\"",
        "decimal   | \"1,5\"        | $: wants decimal (such as 12.50, in quotes), got string"
            + " \"1,5\"",
      })
  void refusesWithAReason(String type, String value, String problem) {
    TypeCheck.Result result = TypeCheck.check(simple(type), JsonText.parse(value));
    assertThat(result.describe()).isEqualTo(problem);
    assertThat(result.value()).isEqualTo(JsonText.parse(value));
  }

  @Test
  void namesThePathOfEveryProblem() {
    Type type =
        new Type.RecordOf(
            "",
            ordered(
                "rows", new Type.ListOf(ROW),
                "by key", new Type.MapOf(Type.Simple.BOOL),
                "region", new Type.EnumOf("Region", List.of("eu", "us")),
                "note", Type.Simple.STRING.optional()));
    String value =
        "{\"rows\":[{\"x\":1},{\"x\":\"a\"},{}],\"by key\":{\"a"
            + " b\":1},\"region\":\"asia\",\"z\":1}";
    assertThat(TypeCheck.check(type, JsonText.parse(value)).describe())
        .isEqualTo(
            """
            $.rows[1].x: wants int, got string "a"
            $.rows[2].x: is missing, wants int
            $["by key"]["a b"]: wants bool, got int 1
            $.region: wants one of eu, us, got string "asia"
            $.z: is not declared; known are rows, by key, region, note\
            """);
  }

  @Test
  void fillsMissingOptionalFieldsWithNull() {
    Type type = new Type.RecordOf("", ordered("a", Type.Simple.INT.optional()));
    assertThat(JsonText.write(TypeCheck.check(type, JsonText.parse("{}")).value()))
        .isEqualTo("{\"a\":null}");
  }

  @Test
  void takesTheFirstOptionOfAUnionThatFits() {
    Type union = new Type.UnionOf(List.of(Type.Simple.INT, ROW));
    assertThat(TypeCheck.check(union, JsonText.parse("{\"x\":1}")).ok()).isTrue();
    assertThat(TypeCheck.check(union, JsonText.parse("true")).describe())
        .isEqualTo("$: wants int | Row, got bool true");
  }

  @Test
  void boundsTheNumberOfProblemsAndTheLengthOfValues() {
    String many = IntStream.range(0, 100).mapToObj(i -> "true").collect(Collectors.joining(","));
    Type ints = new Type.ListOf(Type.Simple.INT);
    assertThat(TypeCheck.check(ints, JsonText.parse("[" + many + "]")).problems())
        .hasSize(TypeCheck.MAX_PROBLEMS);
    String longText = "\"" + "🦊".repeat(100) + "\"";
    assertThat(TypeCheck.check(Type.Simple.INT, JsonText.parse(longText)).describe())
        .hasSizeLessThan(80)
        .endsWith("🦊…");
  }

  static Map<String, Type> ordered(Object... pairs) {
    Map<String, Type> fields = new java.util.LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      fields.put((String) pairs[i], (Type) pairs[i + 1]);
    }
    return fields;
  }

  static Type simple(String word) {
    return TypeJson.read(dev.jobc.json.Json.of(word));
  }
}
