package dev.jobc.compiler.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.diag.testing.GoldenDiagnostics;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong in a file with tests is told as well as in a workflow. */
class TestFileWordingTest {
  private static final Path GOLDEN = Path.of("src/test/golden/tests");

  @ParameterizedTest
  @ValueSource(strings = {"no_keys", "empty", "wrong"})
  void mistakesAreTold(String name) {
    Path source = GOLDEN.resolve(name + "_tests.yaml");
    GoldenDiagnostics.check(source, file -> TestFileReader.read(source, file.path()).diagnostics());
  }

  @Test
  void whatOthersCallAKeyIsToldOnlyWhereThatKeyIsKnown() {
    Map<String, Boolean> told = Map.of("mocks", true, "returns", false);
    told.forEach(
        (word, known) ->
            assertThat(TestWords.ours(word, TestFileReader.CASE) != null).isEqualTo(known));
  }
}
