package dev.jobc.diag;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DiagnosticPagesTest {
  private static final Path PAGES =
      Path.of(System.getProperty("jobc.root", "..")).resolve("docs/diagnostics");

  /** Codes whose pages are still to be written; the list may only shrink. */
  private static final Set<String> PENDING =
      Stream.of(
              IntStream.rangeClosed(2101, 2115),
              IntStream.rangeClosed(2201, 2211),
              IntStream.rangeClosed(3001, 3003),
              IntStream.rangeClosed(3101, 3105))
          .flatMap(IntStream::boxed)
          .map(number -> "JC" + number)
          .collect(Collectors.toSet());

  static Stream<DiagnosticCode> explained() {
    return Arrays.stream(DiagnosticCode.values()).filter(code -> !PENDING.contains(code.code()));
  }

  @Test
  void everyPageHasACode() throws IOException {
    try (Stream<Path> files = Files.list(PAGES)) {
      assertThat(files.map(file -> file.getFileName().toString().replace(".md", "")))
          .isSubsetOf(Arrays.stream(DiagnosticCode.values()).map(DiagnosticCode::code).toList());
    }
  }

  @ParameterizedTest
  @MethodSource("explained")
  void everyCodeHasAPageWithItsTitleAndBothExamples(DiagnosticCode code) throws IOException {
    List<String> lines = Files.readAllLines(PAGES.resolve(code.code() + ".md"));
    assertThat(lines.getFirst()).isEqualTo("# " + code.code() + ": " + code.title());
    assertThat(lines).contains("Wrong:", "Right:");
  }

  @Test
  void codesAreWellFormedAndUnique() {
    assertThat(DiagnosticCode.values())
        .extracting(DiagnosticCode::code)
        .allMatch(code -> code.matches("JC\\d{4}"))
        .doesNotHaveDuplicates()
        .isSorted();
  }

  @Test
  void warningsHaveCodesOfTheirOwn() {
    for (DiagnosticCode code : DiagnosticCode.values()) {
      boolean warning = code.severity() == Severity.WARNING;
      assertThat(code.code().startsWith("JC4")).as(code.code()).isEqualTo(warning);
    }
  }
}
