package dev.jobc.executor.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class StateDiagramTest {
  private static final Path FILE =
      Path.of(System.getProperty("jobc.root"), "docs", "state-machine.md");

  /** {@code -Djobc.golden=write} redraws it, and still fails this once. */
  @Test
  void theDrawingInTheDocsIsThatOfTheTable() throws IOException {
    String kept = Files.exists(FILE) ? Files.readString(FILE) : "";
    if (System.getProperty("jobc.golden", "check").equals("write")) {
      Files.createDirectories(FILE.getParent());
      Files.writeString(FILE, StateDiagram.markdown());
    }
    assertThat(kept).isEqualTo(StateDiagram.markdown());
  }
}
