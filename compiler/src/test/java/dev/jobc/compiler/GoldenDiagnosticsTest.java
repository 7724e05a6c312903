package dev.jobc.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.diag.DiagnosticCode;
import dev.jobc.diag.testing.GoldenDiagnostics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GoldenDiagnosticsTest {
  private static final Path DIRECTORY = Path.of("src/test/golden/diagnostics");

  static List<Path> sources() {
    return GoldenDiagnostics.sources(DIRECTORY).stream()
        .filter(
            file ->
                file.getParent().equals(DIRECTORY)
                    || file.getParent().equals(DIRECTORY.resolve("lint")))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("sources")
  void saysWhatIsExpected(Path source) {
    GoldenDiagnostics.check(source, file -> Compiler.compile(source, file.path()).diagnostics());
  }

  @Test
  void everyCodeOfTheCompilerHasAnExample() throws Exception {
    StringBuilder examples = new StringBuilder();
    for (Path source : sources()) {
      examples.append(Files.readString(source));
    }
    Set<String> missing =
        Arrays.stream(DiagnosticCode.values())
            .map(DiagnosticCode::code)
            .filter(code -> code.compareTo("JC2100") > 0)
            .filter(code -> !examples.toString().contains("# expect: " + code))
            .collect(Collectors.toSet());
    assertThat(missing).containsExactlyInAnyOrder("JC2111", "JC2115", "JC3102", "JC3103", "JC3105");
  }
}
