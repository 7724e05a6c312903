package dev.jobc.executor.runner.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs each language's own tests of its SDK, with that language's own tools. */
class SdkTest {
  private static final Path RUNNERS = Path.of(System.getProperty("jobc.root"), "runners");

  @Test
  void python() throws Exception {
    pass("python", List.of("python3", "-B", "-m", "unittest", "discover", "-s", "tests"));
  }

  @Test
  void go() throws Exception {
    pass("go", List.of("go", "vet", "./..."));
    pass("go", List.of("go", "test", "-count=1", "./..."));
  }

  /** A jar can't be listed, so what travels in it is listed in a file, which must be complete. */
  @ParameterizedTest
  @CsvSource({"python,.py", "go,.go"})
  void theIndexNamesEverySource(String language, String ending) throws IOException {
    Path folder = RUNNERS.resolve(language);
    try (Stream<Path> files = Files.walk(folder)) {
      List<String> sources =
          files
              .map(file -> folder.relativize(file).toString())
              .filter(file -> file.endsWith(ending) || file.equals("go.mod"))
              .filter(file -> !file.startsWith("tests/") && !file.endsWith("_test.go"))
              .toList();
      assertThat(Files.readAllLines(folder.resolve("INDEX")))
          .containsExactlyInAnyOrderElementsOf(sources);
    }
  }

  private static void pass(String folder, List<String> command) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(RUNNERS.resolve(folder).toFile())
            .redirectErrorStream(true);
    builder.environment().put("PYTHONPATH", ".");
    builder.environment().putIfAbsent("CGO_ENABLED", "0");
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new AssertionError(
          "the tests need `" + command.get(0) + "` on the PATH (python3 3.9, go 1.19 or newer)", e);
    }
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as("%s:%n%s", String.join(" ", command), text).isZero();
  }
}
