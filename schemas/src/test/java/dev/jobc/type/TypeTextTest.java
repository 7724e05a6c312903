package dev.jobc.type;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.json.JsonText;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TypeTextTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"string\"                  | 3 apples       | \"3 apples\"",
        "\"int\"                     | 42             | 42",
        "\"int\"                     | +42            | 42",
        "\"float\"                   | 1e3            | 1000.0",
        "\"float\"                   | 7              | 7.0",
        "\"bool\"                    | true           | true",
        "\"date\"                    | 2026-11-22     | \"2026-11-22\"",
        "\"duration\"                | 10m            | \"PT10M\"",
        "{\"enum\":[\"eu\",\"us\"]}  | eu             | \"eu\"",
        "{\"list\":\"int\"}          | [1, 2]         | [1,2]",
        "{\"map\":\"float\"}         | {\"a\": 1}     | {\"a\":1.0}",
        "{\"record\":{\"a\":\"int\"}} | {\"a\": 1}    | {\"a\":1}",
        "\"json\"                    | [null]         | [null]",
        "{\"optional\":\"int\"}      | null           | null",
        "{\"optional\":\"int\"}      | 4              | 4",
        "{\"optional\":\"string\"}   | null           | \"null\"",
        "{\"union\":[\"int\",\"string\"]} | x         | \"x\"",
      })
  void reads(String type, String text, String value) {
    TypeCheck.Result result = TypeText.parse(TypeJson.read(JsonText.parse(type)), text);
    assertThat(result.describe()).isEmpty();
    assertThat(JsonText.write(result.value())).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"int\"  | 4.5   | wants int, got \"4.5\"",
        "\"int\"  | four  | wants int, got \"four\"",
        "\"int\"  | 99999999999999999999 | wants int, got \"99999999999999999999\"",
        "\"bool\" | yes   | wants true or false, got \"yes\"",
        "\"date\" | 22.11.2026 | wants date (such as 2026-11-22), got string \"22.11.2026\"",
        "{\"enum\":[\"eu\",\"us\"]} | asia | wants one of eu, us, got string \"asia\"",
        "{\"list\":\"int\"} | 1,2 | wants list<int> written as JSON, got \"1,2\" (Unexpected"
            + " character (',' (code 44)): Expected space separating root-level values, at line 1,"
            + " column 2)",
        "{\"list\":\"int\"} | [true] | wants int, got bool true",
      })
  void refuses(String type, String text, String message) {
    TypeCheck.Result result = TypeText.parse(TypeJson.read(JsonText.parse(type)), text);
    assertThat(result.problems())
        .extracting(TypeCheck.Problem::message)
        .isEqualTo(List.of(message));
  }
}
