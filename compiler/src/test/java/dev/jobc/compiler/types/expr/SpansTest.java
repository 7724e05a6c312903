package dev.jobc.compiler.types.expr;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.compiler.Compiler;
import dev.jobc.diag.Diagnostic;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An error in an expression is shown under the very characters that are wrong, however the scalar
 * around it is written: also with CRLF, with a byte order mark, and behind characters that take two
 * units.
 */
class SpansTest {
  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "    a: ${{ wrong }}",
        "    a: \"${{ wrong }}\"",
        "    a: '${{ wrong }}'",
        "    a: \"\\u0041\\t\\\"x\\\" ${{ wrong }}\"",
        "    a: \"\\x41\\U0001F98A \\\\ ${{ 'é' + wrong }}\"",
        "    a: 'it''s ${{ \"''\" + wrong }}'",
        "    a: \"one\n      two ${{ wrong }}\"",
        "    a: \"one \\\n      two ${{ wrong }}\"",
        "    a: 'one\n\n      two ${{ wrong }}'",
        "    a: plain\n      more ${{ wrong }}",
        "    a: plain\n\n      ${{ 1 +\n      wrong }}",
        "    a: |\n      ${{ wrong }}",
        "    a: |-\n      one\n      ${{ wrong }}",
        "    a: |2-\n        two ${{ wrong }}\n      x",
        "    a: |+\n      é🦊 ${{ wrong }}\n\n",
        "    a: >\n      folded\n      ${{ wrong }}",
        "    a: >-\n      folded\n\n        more\n      ${{ 1 +\n      wrong }}",
        "    a: >+ # comment\n      ${{ wrong }}\n\n",
        "    a: 🦊🦊 ${{ '🦊' + wrong }}",
        "    a: x\ty ${{\twrong }}",
        "    a: [x, \"${{ wrong }}\", {b: 'y'}]",
        "    a: {b: \"${{ wrong }}\"}",
        "    a: &anchor \"${{ wrong }}\"",
        "    a: !!str \"${{ wrong }}\"",
        "    \"a\": \"${{ {'}}': '}}'}['}}'] + wrong }}\"",
        "    a: ${{ '''\n      x''' + wrong }}",
        "    a: ${{ 'ok' }} and ${{ wrong }}",
      })
  void isUnderTheWrongName(String argument) throws IOException {
    String source =
        "jobc: v1\nname: example\nsteps:\n- runtime: python\n  run: pass\n  with:\n"
            + argument
            + "\n";
    check(source);
    check(source.replace("\n", "\r\n"));
    check("\uFEFF" + source);
    check(source.replace("name: example", "name: example # 🦊 é"));
  }

  private void check(String source) throws IOException {
    Path file =
        Files.writeString(directory.resolve("example.yaml"), source, StandardCharsets.UTF_8);
    List<Diagnostic> diagnostics = Compiler.compile(file, "example.yaml").diagnostics();
    assertThat(diagnostics).as(source).extracting(d -> d.code().code()).containsExactly("JC2101");
    Diagnostic diagnostic = diagnostics.get(0);
    assertThat(diagnostic.place().text()).as(source).isEqualTo("wrong");
    assertThat(diagnostic.place().toString())
        .as(source)
        .isEqualTo("example.yaml:" + expected(source));
  }

  /** Line and column of the word, in code points, counted without any of our classes. */
  private static String expected(String source) {
    String text = source.startsWith("\uFEFF") ? source.substring(1) : source;
    String before = text.substring(0, text.indexOf("wrong"));
    String line = before.substring(before.lastIndexOf('\n') + 1);
    long lines = before.chars().filter(c -> c == '\n').count() + 1;
    return lines + ":" + (line.codePointCount(0, line.length()) + 1);
  }
}
