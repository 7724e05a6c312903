package dev.jobc.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.diag.Diagnostic;
import dev.jobc.json.Json;
import dev.jobc.json.JsonText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Everything that YAML 1.1 reads in another way than it looks: here it is what 1.2 says. */
class YamlTrapsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // Norway, and the other words for booleans.
        "no        | \"no\"",
        "NO        | \"NO\"",
        "yes       | \"yes\"",
        "Yes       | \"Yes\"",
        "on        | \"on\"",
        "Off       | \"Off\"",
        "y         | \"y\"",
        "N         | \"N\"",
        "tRUE      | \"tRUE\"",
        "true      | true",
        "True      | true",
        "FALSE     | false",
        // Numbers of base 60, 8, 2 and 16.
        "1:30      | \"1:30\"",
        "22:22:22  | \"22:22:22\"",
        "190:20:30.15 | \"190:20:30.15\"",
        "010       | 10",
        "0o10      | 8",
        "0b1010    | \"0b1010\"",
        "0x1F      | 31",
        "-0x1F     | \"-0x1F\"",
        "0o8       | \"0o8\"",
        "08        | 8",
        // Digits in groups.
        "1_000     | \"1_000\"",
        "685_230.15 | \"685_230.15\"",
        "1,000     | \"1,000\"",
        // Versions, which lose their last zero.
        "1.10      | 1.1",
        "1.2.3     | \"1.2.3\"",
        "1e3       | 1000.0",
        "1E3       | 1000.0",
        "1e        | \"1e\"",
        ".5        | 0.5",
        "5.        | 5.0",
        "+1        | 1",
        "-0        | 0",
        "-         | [null]",
        "--1       | \"--1\"",
        "12e03     | 12000.0",
        "1.e1      | 10.0",
        "-.5       | -0.5",
        ".         | \".\"",
        // Dates and times.
        "2001-12-14 | \"2001-12-14\"",
        "2001-12-14t21:59:43.10-05:00 | \"2001-12-14t21:59:43.10-05:00\"",
        // Nothing, and what looks like it.
        "~         | null",
        "null      | null",
        "Null      | null",
        "nULL      | \"nULL\"",
        "none      | \"none\"",
        "nil       | \"nil\"",
        // Default value and merge key.
        "=         | \"=\"",
        // Infinity without its dot.
        "inf       | \"inf\"",
        "nan       | \"nan\"",
        ".nAn      | \".nAn\"",
        // Text with characters that mean something elsewhere.
        "a#b       | \"a#b\"",
        "a:b       | \"a:b\"",
        "-a        | \"-a\"",
        "?a        | \"?a\"",
        "a , b     | \"a , b\"",
        "C:\\dir   | \"C:\\\\dir\"",
        "'it''s'   | \"it's\"",
        "\"\\x41\\u00e9\\U0001F600\\/\" | \"Aé😀/\"",
      })
  void isWhatItLooksLike(String text, String json) {
    YamlTree list = YamlTree.of("- " + text);
    assertThat(list.diagnostics()).isEmpty();
    Json expected = JsonText.parse("[" + json + "]");
    assertThat(list.json()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "a: { <<: { b: 1 } }    | JC0019 @ 1:6",
        "a: !!binary aGk=       | JC0014 @ 1:4",
        "a: !!set { b }         | JC0014 @ 1:4",
        "a: !!omap [ b: 1 ]     | JC0014 @ 1:4",
        "a: !!timestamp 2001-12-14 | JC0014 @ 1:4",
        "a: !!python/object:os.system x | JC0014 @ 1:4",
        "a: !!int 1:30          | JC0014 @ 1:4",
        "a: .inf                | JC0020 @ 1:4",
        "a: -.INF               | JC0020 @ 1:4",
        "a: .NaN                | JC0020 @ 1:4",
        "a: 9223372036854775808 | JC0020 @ 1:4",
        "a: 1e999               | JC0020 @ 1:4",
        "a: { b: 1, b: 2 }      | JC0012 @ 1:12",
        "a: { b: 1, 'b': 2 }    | JC0012 @ 1:12",
        "a: { b: 1, \"\\x62\": 2 } | JC0012 @ 1:12",
        "a: { 1: b, '1': c }    | JC0012 @ 1:12",
        "a: { ~: b, '~': c }    | JC0012 @ 1:12",
        "a: { &x b: 1, *x : 2 } | JC0012 @ 1:9",
        "a: { [b]: 1 }          | JC0013 @ 1:6",
        "a: { {b: c}: 1 }       | JC0013 @ 1:6",
        "a: *b                  | JC0018 @ 1:4",
        "a: &b [*b]             | JC0018 @ 1:8",
        "a: \"\\q\"             | JC0010 @ 1:5",
        "a: @b                  | JC0010 @ 1:4",
        "a: `` `` ``b           | JC0010 @ 1:4",
        "a: %b                  | JC0010 @ 1:4",
        "a: b: c                | JC0010 @ 1:5",
      })
  void isRefusedWhereItStands(String text, String expected) {
    assertThat(YamlTree.of(text).diagnostics())
        .extracting(YamlTrapsTest::placed)
        .contains(expected);
  }

  private static String placed(Diagnostic diagnostic) {
    String place = diagnostic.place().toString();
    return diagnostic.code().code() + " @ " + place.substring(place.indexOf(':') + 1);
  }

  @Test
  void aQuotedMergeKeyIsAKey() {
    assertThat(YamlTree.of("a: { '<<': 1 }").json())
        .isEqualTo(JsonText.parse("{\"a\":{\"<<\":1}}"));
  }
}
