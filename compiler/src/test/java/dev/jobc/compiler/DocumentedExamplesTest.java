package dev.jobc.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.diag.Checked;
import dev.jobc.diag.render.TerminalRenderer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every complete workflow that the documentation shows compiles. */
class DocumentedExamplesTest {
  private static final Pattern EXAMPLE =
      Pattern.compile("^```yaml\\n(jobc: v1.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

  @TempDir Path directory;

  @Test
  void languagePage() throws IOException {
    assertThat(compiled("../docs/language.md")).hasSizeGreaterThan(3);
  }

  @Test
  void readme() throws IOException {
    assertThat(compiled("../README.md")).isNotEmpty();
  }

  private List<String> compiled(String page) throws IOException {
    List<String> examples =
        EXAMPLE.matcher(Files.readString(Path.of(page))).results().map(MatchResult::group).toList();
    List<String> names = new ArrayList<>();
    for (String example : examples) {
      String text = example.lines().skip(1).reduce("", (a, line) -> a + line + "\n");
      String name = "example" + names.size() + ".yaml";
      Path file = Files.writeString(directory.resolve(name), text.replace("```\n", ""));
      Checked<CompiledWorkflow> checked = Compiler.compile(file, page + " " + name);
      assertThat(checked.diagnostics())
          .as(() -> TerminalRenderer.plain().render(checked.diagnostics()))
          .isEmpty();
      names.add(name);
    }
    return names;
  }
}
