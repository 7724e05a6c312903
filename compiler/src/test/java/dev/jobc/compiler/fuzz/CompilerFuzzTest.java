package dev.jobc.compiler.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.diag.testing.GoldenDiagnostics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Replays what a fuzzer found worth keeping, and throws some bytes of its own. */
class CompilerFuzzTest {
  private static final Path CORPUS = Path.of("src/test/fuzz/corpus");
  private static final int ROUNDS = 300;

  static List<Path> corpus() throws IOException {
    try (Stream<Path> files = Files.list(CORPUS)) {
      return files.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("corpus")
  void corpusGivesAnswers(Path input) throws IOException {
    CompilerFuzz.fuzzerTestOneInput(Files.readAllBytes(input));
  }

  @Test
  void splicedGoldensGiveAnswers() throws IOException {
    List<byte[]> seeds = new ArrayList<>();
    for (Path source : GoldenDiagnostics.sources(Path.of("src/test/golden/ok"))) {
      seeds.add(Files.readAllBytes(source));
    }
    assertThat(seeds).isNotEmpty();
    Random random = new Random(7);
    for (int round = 0; round < ROUNDS; round++) {
      byte[] one = seeds.get(random.nextInt(seeds.size()));
      byte[] other = seeds.get(random.nextInt(seeds.size()));
      CompilerFuzz.fuzzerTestOneInput(splice(one, other, random));
    }
  }

  /** A stretch of one source put over a stretch of another, then some bytes changed. */
  private static byte[] splice(byte[] one, byte[] other, Random random) {
    byte[] spliced = one.clone();
    int length = random.nextInt(Math.min(one.length, other.length) / 4);
    System.arraycopy(
        other,
        random.nextInt(other.length - length),
        spliced,
        random.nextInt(one.length - length),
        length);
    for (int i = random.nextInt(4); i > 0; i--) {
      spliced[random.nextInt(spliced.length)] = (byte) random.nextInt(256);
    }
    return spliced;
  }
}
