package dev.jobc.expr;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.input.ConstraintCheck;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Patterns that would become programs of billions of instructions are refused before that. */
class PatternSizeTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "((a{1000}){1000}){1000}",
        "(?:(?:[ab]{0,1000}){1,1000}){1000,}",
        "((([]a)(]{900}){900}){900})",
        "((\\(\\Q((\\E{999}x{999}){999}){999}",
        "(((a|b)c{1000})+{1000}){1000}",
        "([[:alpha:](]{1000}([^]{]{1000}){1000}){1000}",
      })
  void repeatsOfRepeatsAreRefused(String pattern) {
    assertThat(ConstraintCheck.patternProblem(pattern)).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[a-z]{1,1000}",
        "([a-z]{1,63}[.]){1,100}[a-z]{2,63}",
        "a{",
        "a{,3}{x}",
        "[{]{3}",
        "\\{[^}]*\\}",
        "\\Q{1000}{1000}\\E",
        "(a{1000}){90}",
        "[]{1000}]",
      })
  void ordinaryOnesAreNot(String pattern) {
    assertThat(ConstraintCheck.patternProblem(pattern)).isNull();
    assertThat(PatternSize.of(pattern)).isBetween(1L, 100_000L);
  }
}
