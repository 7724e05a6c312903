package dev.jobc.diag.render;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.jobc.diag.Diagnostic;
import dev.jobc.diag.DiagnosticCode;
import dev.jobc.diag.Fix;
import dev.jobc.diag.testing.GoldenFile;
import dev.jobc.source.SourceFile;
import dev.jobc.source.Span;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class MachineRenderersTest {
  private static final Path GOLDEN = Path.of("src/test/golden/render");
  private static final SourceFile FLOW = new SourceFile("flows/a b.yaml", "😀 name: x\nlist: 1\n");
  private static final SourceFile LIBRARY = new SourceFile("c:lib,1.yaml", "tasks: {}\n");
  private static final Diagnostic RICH =
      Diagnostic.of(
              DiagnosticCode.UNKNOWN_KEY, FLOW.place(new Span(3, 7)), "100% wrong:\r\nnot a key")
          .caption("did you mean `nome`?")
          .label(LIBRARY.place(new Span(0, 5)), "declared here")
          .help("rename it")
          .note("keys are camelCase")
          .fix(Fix.replace("rename it", FLOW.place(new Span(3, 7)), "nome"));
  private static final Diagnostic PLAIN =
      Diagnostic.of(DiagnosticCode.WRONG_KIND, FLOW.place(new Span(11, 19)), "two lines");

  @Test
  void sarif() throws IOException {
    String log = SarifRenderer.render(List.of(RICH, PLAIN), "1.2.3");
    assertThat(schema().validate(log, InputFormat.JSON)).isEmpty();
    assertThat(log)
        .contains("\"uri\" : \"flows/a%20b.yaml\"", "\"uri\" : \"./c:lib,1.yaml\"")
        .contains("\"startColumn\" : 3", "\"columnKind\" : \"unicodeCodePoints\"");
    // The help is the page of the code, which changes for reasons of its own.
    GoldenFile.check(
        GOLDEN.resolve("log.sarif"),
        log.replaceAll("\"(text|markdown)\" : \"# .*\"", "\"$1\" : \"…\""));
  }

  @Test
  void sarifOfNothingIsALogToo() throws IOException {
    assertThat(schema().validate(SarifRenderer.render(List.of(), "1.2.3"), InputFormat.JSON))
        .isEmpty();
  }

  @Test
  void github() {
    GoldenFile.check(GOLDEN.resolve("github.txt"), GithubRenderer.render(List.of(RICH, PLAIN)));
  }

  @Test
  void oneLineEach() {
    GoldenFile.check(GOLDEN.resolve("short.txt"), ShortRenderer.render(List.of(RICH, PLAIN)));
    GoldenFile.check(GOLDEN.resolve("lines.jsonl"), JsonRenderer.lines(List.of(RICH, PLAIN)));
  }

  @Test
  void aNarrowTerminal() {
    Diagnostic wordy =
        RICH.help("a help that is so long that it has to go on in the next line of the terminal");
    String page = TerminalRenderer.plain().columns(50).render(wordy);
    GoldenFile.check(GOLDEN.resolve("narrow.txt"), page);
    String line = "k: " + "x".repeat(200) + "MARK" + "y".repeat(200);
    SourceFile file = new SourceFile("a.yaml", line);
    int at = line.indexOf("MARK");
    String cut =
        TerminalRenderer.plain()
            .columns(60)
            .render(
                Diagnostic.of(
                    DiagnosticCode.WRONG_KIND, file.place(new Span(at, at + 4)), "message"));
    String[] lines = cut.split("\n");
    assertThat(lines[3]).hasSizeLessThanOrEqualTo(60);
    assertThat(lines[3].substring(lines[4].indexOf('^'), lines[4].lastIndexOf('^') + 1))
        .isEqualTo("MARK");
  }

  private static Schema schema() throws IOException {
    try (InputStream in =
        MachineRenderersTest.class.getResourceAsStream("/sarif/sarif-schema-2.1.0.json")) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_4).getSchema(text);
    }
  }
}
