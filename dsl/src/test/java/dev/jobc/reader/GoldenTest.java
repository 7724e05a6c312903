package dev.jobc.reader;

import dev.jobc.diag.testing.GoldenDiagnostics;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GoldenTest {
  static final Path GOLDEN = Path.of("src/test/golden");

  static List<Path> sources() {
    return GoldenDiagnostics.sources(GOLDEN);
  }

  @ParameterizedTest
  @MethodSource("sources")
  void givesTheDiagnosticsItExpects(Path source) {
    GoldenDiagnostics.check(source, file -> WorkflowReader.read(file).diagnostics());
  }
}
