package dev.jobc.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.diag.Checked;
import dev.jobc.diag.render.TerminalRenderer;
import dev.jobc.diag.testing.GoldenDiagnostics;
import dev.jobc.diag.testing.GoldenFile;
import dev.jobc.json.JsonText;
import dev.jobc.plan.PlanJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GoldenPlansTest {
  private static final Path OK = Path.of("src/test/golden/ok");
  private static final Path SAMPLES = Path.of("../samples");

  static Stream<Path> workflows() {
    return Stream.concat(
        GoldenDiagnostics.sources(OK).stream().filter(file -> file.getParent().equals(OK)),
        GoldenDiagnostics.sources(SAMPLES).stream()
            .filter(file -> !file.toString().endsWith(".test.yaml") && isWorkflow(file)));
  }

  /** A library has no plan. */
  private static boolean isWorkflow(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.anyMatch(line -> line.startsWith("steps:"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("workflows")
  void hasThePlanBesideIt(Path source) {
    String name = source.getFileName().toString();
    Checked<CompiledWorkflow> compiled = Compiler.compile(source, name);
    assertThat(compiled.isOk())
        .as(() -> TerminalRenderer.plain().render(compiled.diagnostics()))
        .isTrue();
    CompiledWorkflow workflow = ((Checked.Ok<CompiledWorkflow>) compiled).value();
    assertThat(workflow.plan()).isEqualTo(PlanJson.read(PlanJson.write(workflow.plan())));
    Path golden = source.resolveSibling(name.replace(".yaml", ".plan.json"));
    GoldenFile.check(golden, JsonText.pretty(PlanJson.write(workflow.plan())));
  }

  @ParameterizedTest
  @MethodSource("workflows")
  void isTheSameEveryTime(Path source) {
    Checked<CompiledWorkflow> first = Compiler.compile(source, "a.yaml");
    Checked<CompiledWorkflow> again = Compiler.compile(source.toAbsolutePath(), "/b/a.yaml");
    assertThat(List.of(bytes(first))).isEqualTo(List.of(bytes(again)));
  }

  private static String bytes(Checked<CompiledWorkflow> compiled) {
    CompiledWorkflow workflow = ((Checked.Ok<CompiledWorkflow>) compiled).value();
    return new String(JsonText.writeBytes(PlanJson.write(workflow.plan())))
        + workflow.blobs().keySet();
  }
}
