package dev.jobc.reader;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.diag.Diagnostic;
import dev.jobc.diag.render.JsonRenderer;
import dev.jobc.diag.render.TerminalRenderer;
import dev.jobc.diag.testing.GoldenDiagnostics;
import dev.jobc.source.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Broken in any way, a source gives diagnostics that lie inside it, and never an exception. */
class MutatedSourcesTest {
  private static final String[] BITS = {
    " ", "\n", "\t", ":", ": ", "-", "- ", "{", "}", "[", "]", "\"", "'", "${{", "}}", "#", "&a",
    "*a", "!", "|", ">", "?", "😀", "\\", "%", "@", "null", "(", ")", "0", "<", "jobc", "\r\n", ","
  };

  static List<Path> sources() {
    return GoldenDiagnostics.sources(GoldenTest.GOLDEN);
  }

  @ParameterizedTest
  @MethodSource("sources")
  void neverThrows(Path source) throws IOException {
    String text = Files.readString(source);
    Random random = new Random(text.hashCode());
    for (int round = 0; round < 60; round++) {
      read(mutate(text, random));
    }
  }

  @ParameterizedTest
  @MethodSource("sources")
  void meansTheSameWithWindowsLineEnds(Path source) throws IOException {
    String text = Files.readString(source);
    assertThat(summaries(text.replace("\n", "\r\n"))).isEqualTo(summaries(text));
  }

  private static List<String> summaries(String text) {
    return read(text).stream().map(d -> d.code() + " " + d.place() + " " + d.message()).toList();
  }

  private static String mutate(String text, Random random) {
    StringBuilder mutant = new StringBuilder(text);
    int changes = 1 + random.nextInt(3);
    for (int i = 0; i < changes && !mutant.isEmpty(); i++) {
      int at = random.nextInt(mutant.length());
      switch (random.nextInt(4)) {
        case 0 -> mutant.deleteCharAt(at);
        case 1 -> mutant.insert(at, BITS[random.nextInt(BITS.length)]);
        case 2 -> mutant.delete(at, Math.min(mutant.length(), at + random.nextInt(40)));
        default -> mutant.setLength(at);
      }
    }
    return mutant.toString();
  }

  private static List<Diagnostic> read(String text) {
    SourceFile file = new SourceFile("mutant.yaml", text);
    List<Diagnostic> found = WorkflowReader.read(file).diagnostics();
    for (Diagnostic diagnostic : found) {
      assertThat(diagnostic.place().span().end()).as(text).isLessThanOrEqualTo(text.length());
    }
    assertThat(TerminalRenderer.plain().render(found)).isNotNull();
    assertThat(JsonRenderer.render(found)).isNotNull();
    return found;
  }
}
