package dev.jobc.compiler.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.input.ConstraintCheck;
import dev.jobc.input.Constraints;
import dev.jobc.json.Json;
import dev.jobc.type.Type;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PatternsTest {
  private static List<Json> fixtures(String pattern) {
    Constraints constraints = new Constraints(pattern, null, null, null, null, List.of());
    List<Json> values = new Fixtures(Dictionary.NONE).of(Type.Simple.STRING, constraints);
    assertThat(values)
        .allSatisfy(
            value ->
                assertThat(ConstraintCheck.problems(constraints, Type.Simple.STRING, value))
                    .isEmpty());
    return values;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[A-Z0-9]{6}",
        "[A-Z]{3}-[0-9]{4}",
        "[0-9]+[.][0-9]+",
        "^[a-z]+(-[a-z]+)*$",
        "\\A[a-z]{12}\\z",
        "\\d{4}-\\d{2}",
        "v?\\d+\\.\\d+\\.\\d+(-[0-9A-Za-z.-]+)?",
        "s3://[a-z0-9.-]{3,63}/.+",
        "[\\w.+-]+@[\\w-]+\\.[a-z]{2,}",
        "(?:prod|staging|dev)-(eu|us)",
        "(?i)[a-f0-9]{40}",
        "(?P<year>20\\d\\d)W\\d{2}",
        "(?<year>20\\d\\d)W\\d{2}",
        "[^/]+/[^/]+",
        "[[:upper:]]{2}[[:digit:]]+",
        "\\p{Lu}\\p{Ll}+",
        "\\pL{3}",
        "^(sun|mon)$",
        "^a|b$",
        "\\Qa.b\\E\\d",
        "\\x41\\S",
        "a\\tb",
        "a+?b*?c??",
        "[\\d\\-_]{3}",
        "[]a]{2}",
        "\\bword\\b",
        "a{2,}",
        "x*",
        ".{3}",
        "日本[東西]",
      })
  void haveValues(String pattern) {
    assertThat(fixtures(pattern)).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[a-z]\\b[a-z]",
        "((((((((((((((((((((a+)+)+)+)+)+)+)+)+)+)+)+)+)+)+)+)+)+)+)+)+b\\Bc\\bd",
        "a^b",
      })
  void orNoneInGoodTime(String pattern) {
    assertThat(fixtures(pattern)).isEmpty();
  }
}
