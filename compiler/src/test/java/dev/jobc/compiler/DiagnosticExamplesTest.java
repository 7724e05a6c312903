package dev.jobc.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.diag.Diagnostic;
import dev.jobc.diag.DiagnosticCode;
import dev.jobc.diag.render.TerminalRenderer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The examples in {@code docs/diagnostics} do what their pages say. An example is a whole file;
 * what begins with {@code -} is its steps, and {@code jobc} and {@code name} may be left out.
 * {@code # another file} begins another file of the same directory. Code files that examples name
 * are made.
 */
class DiagnosticExamplesTest {
  private static final Path PAGES = Path.of("../docs/diagnostics");

  /** What a file's text alone can't show; the examples are commands. Tests of other names do. */
  private static final Set<String> COMMANDS =
      Set.of(
          "JC0001", "JC0002", "JC0003", "JC0004", "JC0005", "JC0006", "JC1019", "JC3102", "JC3103",
          "JC3105");

  private static final Pattern EXAMPLES =
      Pattern.compile(
          "\nWrong:\n\n```(\\w+)\n(.*?)```\n\nRight:\n\n```(\\w+)\n(.*?)```\n$", Pattern.DOTALL);

  @TempDir Path directory;

  static List<DiagnosticCode> codes() {
    return Arrays.stream(DiagnosticCode.values())
        .filter(code -> !COMMANDS.contains(code.code()))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("codes")
  void theWrongExampleIsWrongAndTheRightOneIsRight(DiagnosticCode code) throws IOException {
    Matcher examples = examples(code);
    assertThat(examples.group(1))
        .as("%s: form of the wrong example", code.code())
        .isEqualTo("yaml");
    List<Diagnostic> wrong = compile("wrong", examples.group(2));
    assertThat(wrong.stream().map(Diagnostic::code).collect(Collectors.toSet()))
        .as(
            () ->
                "wrong example of " + code.code() + ":\n" + TerminalRenderer.plain().render(wrong))
        .containsExactly(code);
    List<Diagnostic> right = compile("right", examples.group(4));
    assertThat(right)
        .as(
            () ->
                "right example of " + code.code() + ":\n" + TerminalRenderer.plain().render(right))
        .isEmpty();
  }

  @Test
  void whatIsShownByCommandsIsNamedHere() throws IOException {
    for (String code : COMMANDS) {
      assertThat(Files.readString(PAGES.resolve(code + ".md")))
          .as(code)
          .contains("Wrong:\n\n```sh\n");
    }
  }

  private static Matcher examples(DiagnosticCode code) throws IOException {
    Path page = PAGES.resolve(code.code() + ".md");
    assertThat(page).as("every code has a page; this one needs examples too").exists();
    Matcher examples = EXAMPLES.matcher(Files.readString(page));
    assertThat(examples.find())
        .as("%s ends with `Wrong:`, a ```yaml example, `Right:` and another", page)
        .isTrue();
    return examples;
  }

  private List<Diagnostic> compile(String name, String example) throws IOException {
    Path root = Files.createDirectories(directory.resolve(name));
    for (String file :
        List.of(
            "fetch",
            "load",
            "check",
            "load.py",
            "tasks/load.py",
            "tasks/measure.py",
            "cmd/load/main.go",
            "go.mod")) {
      Files.createDirectories(root.resolve(file).getParent());
      Files.writeString(
          root.resolve(file), file.endsWith(".go") ? "package main\n" : "module example\n");
    }
    String[] files = example.split("(?m)^# another file\n");
    for (int i = 0; i < files.length; i++) {
      Files.writeString(root.resolve("file" + i + ".yaml"), complete(files[i]));
    }
    return files.length == 1
        ? Compiler.compileAll(root.resolve("file0.yaml"), "file0.yaml").diagnostics()
        : Compiler.compileAll(root, ".").diagnostics();
  }

  private static String complete(String example) {
    if (example.startsWith("jobc:") || example.startsWith("#")) {
      return example;
    }
    String steps = example.startsWith("-") ? "steps:\n" : "";
    return "jobc: v1\nname: example\n" + steps + example;
  }
}
