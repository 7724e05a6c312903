package dev.jobc.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.compiler.lint.LintLevels;
import dev.jobc.diag.Diagnostic;
import dev.jobc.diag.DiagnosticCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LintLevelsTest {
  private static final Set<DiagnosticCode> INPUT = Set.of(DiagnosticCode.UNUSED_INPUT);
  private static final String UNUSED =
      "jobc: v1\nname: a\ninputs: { x: int }\nsteps: [{ command: \"true\" }]\n";

  @TempDir Path directory;

  @BeforeEach
  void repository() throws IOException {
    Files.createDirectories(directory.resolve(".git"));
    Files.createDirectories(directory.resolve("flows"));
  }

  @Test
  void theCallDecidesOverTheProject() throws IOException {
    assertThat(check(LintLevels.DEFAULT)).containsExactly("warning JC4101");
    Files.writeString(directory.resolve(".jobc.yaml"), "allow: [JC4101]\n");
    assertThat(check(LintLevels.DEFAULT)).isEmpty();
    assertThat(check(new LintLevels(Set.of(), INPUT, false))).containsExactly("error JC4101");
    Files.writeString(directory.resolve(".jobc.yaml"), "deny: [warnings]\n");
    assertThat(check(LintLevels.DEFAULT)).containsExactly("error JC4101");
    assertThat(check(new LintLevels(INPUT, Set.of(), false))).isEmpty();
  }

  @Test
  void mistakesOfTheProjectFileAreShown() throws IOException {
    Files.writeString(
        directory.resolve(".jobc.yaml"), "alow: []\nallow: [JC1001, JC4101]\ndeny: x\n");
    assertThat(check(LintLevels.DEFAULT))
        .containsExactly("error JC1001", "warning JC4902", "error JC1003");
  }

  @Test
  void aFileOutsideTheRepositoryDoesNotCount(@TempDir Path outside) throws IOException {
    Files.writeString(outside.resolve(".jobc.yaml"), "allow: [JC4101]\n");
    Path repository = Files.createDirectories(outside.resolve("repository/.git")).getParent();
    Files.writeString(repository.resolve("a.yaml"), UNUSED);
    assertThat(Compiler.compileAll(repository.resolve("a.yaml"), "a.yaml").diagnostics())
        .hasSize(1);
  }

  @Test
  void aTaskThatAnotherFileNamesIsUsed() throws IOException {
    String task = "tasks: { t: { runtime: shell, run: \"true\" } }\n";
    String alone = "jobc: v1\nname: a\nsteps: [{ command: \"true\" }]\n" + task;
    Wishes wishes = new Wishes(LintLevels.DEFAULT, Map.of("a.yaml", alone));
    Path file = directory.resolve("flows/a.yaml");
    assertThat(summary(Compiler.compileAll(file, "a.yaml", wishes).diagnostics()))
        .containsExactly("warning JC4103");
    Files.writeString(
        directory.resolve("flows/b.yaml"), "jobc: v1\nname: b\nsteps: [{ uses: a.t }]\n");
    assertThat(Compiler.compileAll(file, "a.yaml", wishes).diagnostics()).isEmpty();
  }

  private List<String> check(LintLevels levels) throws IOException {
    Path file = Files.writeString(directory.resolve("flows/a.yaml"), UNUSED);
    return summary(Compiler.compileAll(file, "a.yaml", new Wishes(levels, Map.of())).diagnostics());
  }

  private static List<String> summary(List<Diagnostic> diagnostics) {
    return diagnostics.stream().map(d -> d.severity().word() + " " + d.code().code()).toList();
  }
}
