package dev.jobc.compiler.types.expr;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.compiler.types.value.Typed;
import dev.jobc.diag.Diagnostics;
import dev.jobc.json.Json;
import dev.jobc.json.JsonText;
import dev.jobc.type.Type;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What can be decided before a run is decided then. */
class ConstantsTest {
  private static final Map<String, Ours.Variable> VARIABLES =
      Map.of(
          "n", new Ours.Variable(Type.Simple.INT, Json.of(1)),
          "b", new Ours.Variable(Type.Simple.BOOL, Json.TRUE),
          "l", new Ours.Variable(new Type.ListOf(Type.Simple.INT), Json.array(List.of())));

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "false && b; false",
        "b && false; false",
        "b || true; true",
        "true && n > 1; run",
        "n > 1 || n < 1; run",
        "1 < 2 ? 3 : n; 3",
        "1 > 2 ? 3 : n; run",
        "[1, 2].all(x, x > 0); true",
        "[1, 2].exists(x, x > n); run",
        "[[1], [2]].map(x, x.map(y, y + 1)); [[2],[3]]",
        "l.map(x, [1].map(y, y + 1)); run",
        "l.map(x, [1].map(y, y + x)); run",
        "null ?? 2; 2",
        "1 ?? n; 1",
        "size('abc') == 3; true",
        "'b' in {'a': 1, 'b': 2}; true",
        "timestamp('2026-11-22T00:00:00Z').getDayOfWeek() == 0; true",
        "decimal('0.1') + decimal('0.2') == decimal('0.30'); true",
      })
  void areKnownBeforeTheRun(String expression, String expected) {
    Diagnostics diagnostics = new Diagnostics();
    Typed typed = Ours.check(expression, VARIABLES, diagnostics, true);
    assertThat(diagnostics.hasErrors()).isFalse();
    Json constant = typed.constant();
    assertThat(constant == null ? "run" : JsonText.write(constant)).isEqualTo(expected);
  }
}
