package dev.jobc.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.diag.Diagnostic;
import dev.jobc.diag.DiagnosticCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A few lines of types can name more than a memory holds: they are told, not written out. */
class LargeTypesTest {
  @TempDir Path directory;

  private List<Diagnostic> compile(int levels, String form, String last) throws IOException {
    StringBuilder text = new StringBuilder("jobc: v1\nname: laughs\ntypes:\n");
    for (int i = 0; i < levels; i++) {
      String next = "T" + (i + 1);
      text.append("  T%d: %s\n".formatted(i, form.replace("NEXT", next)));
    }
    text.append("  T%d: %s\n".formatted(levels, last));
    text.append(
        "inputs: { t: T0 }\ntasks:\n  a: { runtime: python, inputs: { t: T0 }, run: pass }\n");
    text.append("steps:\n  - id: one\n    uses: a\n    with: { t: \"${{ inputs.t }}\" }\n");
    Path file = Files.writeString(directory.resolve("laughs.yaml"), text);
    return Compiler.compile(file, "laughs.yaml").diagnostics();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{ a: NEXT, b: NEXT }",
        "{ a: \"list<NEXT>\", b: \"NEXT?\", c: \"map<string, NEXT>\" }",
        "\"list<{ a: NEXT, b: NEXT }>\"",
        "{ a: \"string | NEXT\", b: \"NEXT | list<NEXT>\" }",
        "{ a: { b: { c: NEXT, d: NEXT }, e: NEXT } }"
      })
  void aTypeThatDoublesWithEveryLevelIsTooLarge(String form) throws IOException {
    assertThat(compile(40, form, "{ x: int }"))
        .isNotEmpty()
        .allMatch(d -> d.code() == DiagnosticCode.TYPE_TOO_LARGE);
  }

  @Test
  void valuesOfEnumsCount() throws IOException {
    String values = String.join(", ", names(400));
    assertThat(compile(7, "{ a: NEXT, b: NEXT }", "{ enum: [" + values + "] }"))
        .extracting(Diagnostic::code)
        .containsExactly(DiagnosticCode.TYPE_TOO_LARGE);
  }

  private static List<String> names(int count) {
    return IntStream.range(0, count).mapToObj(i -> "v" + i).toList();
  }

  @Test
  void aChainOfTypesHasALimitToo() throws IOException {
    assertThat(compile(60, "{ a: NEXT }", "{ x: int }")).isEmpty();
    assertThat(compile(3_000, "{ a: NEXT }", "{ x: int }"))
        .isNotEmpty()
        .allMatch(d -> d.code() == DiagnosticCode.TYPE_TOO_LARGE);
  }

  @Test
  void aTypeOfThousandsOfPartsIsNone() throws IOException {
    assertThat(compile(10, "{ a: NEXT, b: NEXT }", "{ x: int }")).isEmpty();
  }
}
