package dev.jobc.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.diag.Diagnostic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Suggestions are for people: they don't make a file with thousands of mistakes slow. */
class ManyMistakesTest {
  private static final int STEPS = 3_000;

  @TempDir Path directory;

  private List<Diagnostic> compile(int steps) throws IOException {
    StringBuilder text = new StringBuilder("jobc: v1\nname: wrong\nsteps:\n");
    for (int i = 0; i < steps; i++) {
      text.append("  - id: s").append(i).append("\n    runtime: python\n    run: pass\n");
      text.append("    with: { a: \"${{ steps.x").append(i).append(".outputs.y }}\" }\n");
    }
    Path file = Files.writeString(directory.resolve("wrong.yaml"), text);
    return Compiler.compile(file, "wrong.yaml").diagnostics();
  }

  private static long suggestions(List<Diagnostic> found) {
    return found.stream().filter(d -> !d.fixes().isEmpty() || !d.helps().isEmpty()).count();
  }

  @Test
  void everyMistakeIsReportedThoughNotEveryoneHasASuggestion() throws IOException {
    List<Diagnostic> found = compile(STEPS);
    assertThat(found).hasSize(STEPS);
    // Each suggestion compares the name with those of all steps.
    long suggestions = suggestions(found);
    assertThat(suggestions).isPositive();
    assertThat(suggestions * STEPS).isLessThanOrEqualTo(400_000);
  }

  @Test
  void aHundredMistakesAllHaveOne() throws IOException {
    assertThat(suggestions(compile(100))).isEqualTo(100);
  }
}
