package dev.jobc.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No chain of steps is too long to be walked along. */
class LongWorkflowsTest {
  private static final int STEPS = 8_000;

  @TempDir Path directory;

  @Test
  void aGraphWrittenLastStepFirstCompiles() throws IOException {
    StringBuilder text = new StringBuilder("jobc: v1\nname: long\nsteps:\n  - graph:\n");
    for (int i = STEPS; i > 0; i--) {
      String needs = i == 1 ? "" : ", needs: [s" + (i - 1) + "]";
      text.append("    - { id: s").append(i).append(", command: echo").append(needs).append(" }\n");
    }
    Path file = Files.writeString(directory.resolve("long.yaml"), text);
    assertThat(Compiler.compile(file, "long.yaml").diagnostics()).isEmpty();
  }
}
