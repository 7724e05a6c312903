package dev.jobc.diag;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DiagnosticPagesTest {
  private static final Path PAGES =
      Path.of(System.getProperty("jobc.root", "..")).resolve("docs/diagnostics");

  @Test
  void everyPageHasACode() throws IOException {
    try (Stream<Path> files = Files.list(PAGES)) {
      assertThat(
              files
                  .map(file -> file.getFileName().toString().replace(".md", ""))
                  .filter(name -> !name.equals("README")))
          .isSubsetOf(Arrays.stream(DiagnosticCode.values()).map(DiagnosticCode::code).toList());
    }
  }

  @ParameterizedTest
  @EnumSource
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
