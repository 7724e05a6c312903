package dev.jobc.reader;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.diag.Diagnostic;
import dev.jobc.diag.DiagnosticCode;
import dev.jobc.diag.Fix;
import dev.jobc.diag.Label;
import dev.jobc.diag.testing.GoldenDiagnostics;
import dev.jobc.source.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One voice, carets under the text that is named, fixes that mend. */
class WordingTest {
  /** Provoked by bytes, not by text; see SourceReaderTest. */
  private static final Set<DiagnosticCode> BY_BYTES =
      EnumSet.range(DiagnosticCode.FILE_NOT_FOUND, DiagnosticCode.EMPTY_FILE);

  /** Their messages begin with the text they point to. */
  private static final Set<DiagnosticCode> NAMING =
      EnumSet.of(
          DiagnosticCode.UNKNOWN_KEY,
          DiagnosticCode.BAD_NAME,
          DiagnosticCode.BAD_DURATION,
          DiagnosticCode.MISPLACED_KEY,
          DiagnosticCode.CONFLICTING_KEYS,
          DiagnosticCode.DUPLICATE_ITEM,
          DiagnosticCode.EXPRESSION_SYNTAX);

  static List<Path> sources() {
    return GoldenDiagnostics.sources(GoldenTest.GOLDEN);
  }

  @ParameterizedTest
  @MethodSource("sources")
  void speaksWithOneVoice(Path source) throws IOException {
    for (Diagnostic diagnostic : diagnostics(source)) {
      Stream<String> texts =
          Stream.of(
                  Stream.of(diagnostic.message(), diagnostic.caption()),
                  diagnostic.labels().stream().map(Label::text),
                  diagnostic.helps().stream(),
                  diagnostic.notes().stream())
              .flatMap(text -> text)
              .filter(text -> !text.isEmpty());
      assertThat(texts)
          .allMatch(text -> text.charAt(0) == '`' || !Character.isUpperCase(text.charAt(0)))
          .noneMatch(text -> text.endsWith("."));
    }
  }

  @ParameterizedTest
  @MethodSource("sources")
  void pointsAtTheTextItNames(Path source) throws IOException {
    for (Diagnostic diagnostic : diagnostics(source)) {
      String message = diagnostic.message();
      if (NAMING.contains(diagnostic.code()) && message.startsWith("`")) {
        String named = message.substring(1, message.indexOf('`', 1));
        String caret = diagnostic.place().text();
        String bare = caret.replaceAll("^[\"'#]|[\"']$", "");
        assertThat(bare).as(message).isEqualTo(named);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("sources")
  void mendsWhatItSaysItMends(Path source) throws IOException {
    String text = Files.readString(source);
    for (Diagnostic diagnostic : diagnostics(source)) {
      for (Fix fix : diagnostic.fixes()) {
        List<Diagnostic> left = read(apply(text, fix));
        assertThat(left)
            .as(fix.title() + " in " + diagnostic.place())
            .noneMatch(d -> d.code() == diagnostic.code() && samePlace(d, diagnostic));
      }
    }
  }

  private static boolean samePlace(Diagnostic a, Diagnostic b) {
    return a.place().toString().equals(b.place().toString()) && a.message().equals(b.message());
  }

  private static String apply(String text, Fix fix) {
    assertThat(fix.edits()).hasSize(1);
    var edit = fix.edits().getFirst();
    var span = edit.place().span();
    return text.substring(0, span.start()) + edit.replacement() + text.substring(span.end());
  }

  @Test
  void everyCodeOfThisModuleIsProvoked() throws IOException {
    Set<DiagnosticCode> missing =
        EnumSet.range(DiagnosticCode.FILE_NOT_FOUND, DiagnosticCode.BAD_LITERAL);
    missing.removeAll(BY_BYTES);
    missing.remove(DiagnosticCode.TOO_MANY_STEPS); // see tooManySteps
    for (Path source : sources()) {
      diagnostics(source).forEach(diagnostic -> missing.remove(diagnostic.code()));
    }
    assertThat(missing).isEmpty();
  }

  @Test
  void tooManySteps() {
    List<String> lines = new ArrayList<>(List.of("jobc: v1", "name: many", "steps:"));
    for (int i = 0; i < 10_001; i++) {
      lines.add("  - command: x");
    }
    assertThat(read(String.join("\n", lines)))
        .extracting(diagnostic -> diagnostic.code() + " @ " + diagnostic.place())
        .containsExactly("TOO_MANY_STEPS @ a.yaml:10004:5");
  }

  private static List<Diagnostic> diagnostics(Path source) throws IOException {
    return read(Files.readString(source));
  }

  private static List<Diagnostic> read(String text) {
    return WorkflowReader.read(new SourceFile("a.yaml", text)).diagnostics();
  }
}
