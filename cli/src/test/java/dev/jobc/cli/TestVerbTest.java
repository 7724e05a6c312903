package dev.jobc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class TestVerbTest {
  private static final String WORKFLOW =
      """
      jobc: v1
      name: tested
      inputs: { n: int }
      steps:
        - id: double
          runtime: python
          with: { n: "${{ inputs.n }}" }
          outputs: { m: int }
          run: outputs.m = inputs.n * 2
      outputs: { m: "${{ steps.double.outputs.m }}" }
      """;

  @TempDir Path directory;

  @BeforeEach
  void writeWorkflow() throws IOException {
    Files.writeString(directory.resolve("w.yaml"), WORKFLOW);
  }

  private Jobc.Ended test(String cases, String... more) throws IOException {
    Files.writeString(directory.resolve("w.test.yaml"), "workflow: w.yaml\ncases:\n" + cases);
    String[] arguments = new String[more.length + 1];
    arguments[0] = "test";
    System.arraycopy(more, 0, arguments, 1, more.length);
    return new Jobc(directory).call(arguments);
  }

  @Test
  void theSamplesPass() {
    Jobc.Ended ended = new Jobc(Path.of("..").toAbsolutePath().normalize()).call("test", "samples");
    assertThat(ended.code()).as(ended.out() + ended.err()).isZero();
    assertThat(ended.out())
        .contains("samples/00-hello/workflow.test.yaml\n", "samples/01-code-census/")
        .endsWith("16 cases passed\n");
  }

  @Test
  void aDifferenceShowsTheLineAndBothValues() throws IOException {
    Jobc.Ended ended =
        test(
            """
              - name: doubles
                inputs: { n: 2 }
                steps: { double: { outputs: { m: 5 } } }
                expect: { outputs: { m: 4 } }
            """);
    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.out())
        .isEqualTo(
            """
            w.test.yaml
              FAIL  doubles
                    output `m`
                      --> w.test.yaml:6:29
                    6 |     expect: { outputs: { m: 4 } }
                      |                             ^
                    expected 4
                    actual   5
            0 cases passed, 1 failed
            """);
  }

  @Test
  void mistakesInATestAreDiagnostics() throws IOException {
    Jobc.Ended ended =
        test(
            """
              - inputs: { n: two }
                steps:
                  duble: { outputs: { m: 5 } }
                  double: { outputs: { k: 5 }, eror: x }
                expect: { outputs: { m: yes }, state: done }
              - steps: { double: { error: Nothing } }
            """);
    assertThat(ended.code()).isEqualTo(3);
    assertThat(ended.err())
        .contains(
            "`n` wants int, got string \"two\"",
            "the workflow has no step `duble`",
            "did you mean `double`?",
            "step `double` has no output `k`",
            "step `double` also gives `m: int`",
            "`eror` is not a key of what a step does",
            "`m` wants int, got",
            "`done` is no state",
            "input `n` (int) is missing",
            "step `double` cannot end with the error `Nothing`");
  }

  @Test
  void whatIsNotSaidFailsTheCase() throws IOException {
    Jobc.Ended ended = test("  - { name: open, inputs: { n: 1 } }\n");
    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.out()).contains("step `double` gives outputs, and nothing is said of it");
  }

  private static final String TRIGGERED =
      """
      jobc: v1
      name: triggered
      triggers:
        schedule: { cron: "0 2 * * *", semantics: intervalEnd, with: { region: eu } }
        webhook:
          - { path: a, body: { id: int }, with: { region: "${{ string(trigger.body.id) }}" } }
          - { path: b, body: { name: string }, with: { region: "${{ trigger.body.name }}" } }
      inputs:
        region: string
        day: { type: date, default: "${{ date(run.logicalDate ?? trigger.firedAt) }}" }
      steps: [{ id: say, command: echo, args: ["${{ trigger.kind }}"] }]
      outputs: { region: "${{ inputs.region }}", day: "${{ inputs.day }}", by: "${{ trigger.kind }}" }
      """;

  @Test
  void aCaseSaysWhatStartedTheRun() throws IOException {
    Files.writeString(directory.resolve("w.yaml"), TRIGGERED);
    Jobc.Ended ended =
        test(
            """
              - name: the first trigger, when nothing is said
                expect: { outputs: { region: eu, day: 2025-12-31, by: schedule } }
              - name: at its time
                trigger: { kind: schedule, scheduledAt: "2026-02-02T02:00:00Z" }
                expect: { outputs: { region: eu, day: 2026-02-01 } }
              - name: the webhook that can tell this
                trigger: { kind: webhook, body: { name: apac }, firedAt: "2026-02-02T02:00:00Z" }
                expect: { outputs: { region: apac, day: 2026-02-02, by: webhook } }
              - name: an input that is given wins
                trigger: { kind: webhook, body: { id: 7 } }
                inputs: { day: 2026-01-07 }
                expect: { outputs: { region: "7", day: 2026-01-07 } }
            """);
    assertThat(ended.code()).as(ended.out() + ended.err()).isZero();
    assertThat(ended.out()).contains("4 cases passed");
  }

  @Test
  void mistakesInATriggerAreDiagnostics() throws IOException {
    Files.writeString(directory.resolve("w.yaml"), TRIGGERED);
    Jobc.Ended ended =
        test(
            """
              - { name: a, trigger: manual }
              - { name: b, trigger: { kind: webhook, boddy: 1 } }
              - { name: c, trigger: { kind: schedule, scheduledAt: soon } }
              - { name: d, trigger: [] }
            """);
    assertThat(ended.code()).isEqualTo(3);
    assertThat(ended.err())
        .contains(
            "the workflow has no trigger `manual`",
            "a trigger `webhook` does not tell `boddy`",
            "did you mean `body`?",
            "`scheduledAt` wants timestamp",
            "got string \"soon\"",
            "`trigger` takes a map, not a list");
  }

  @Test
  void nothingHasToBeSaidOfWhatIsCutOff() throws IOException {
    Files.writeString(
        directory.resolve("w.yaml"),
        """
        jobc: v1
        name: cut
        inputs: { n: int }
        steps:
          - if: inputs.n > 0
            id: early
            return: { m: 1 }
          - id: answer
            waitFor: { signal: never, type: int, timeout: 1h }
          - id: asked
            poll: { runtime: shell, outputs: { x: int }, run: ask, every: 1s, timeout: 1h }
        outputs: { m: "${{ steps.answer.outputs.value }}" }
        """);
    Jobc.Ended ended =
        test(
            """
              - { name: cut, inputs: { n: 1 }, expect: { outputs: { m: 1 }, steps: { answer: cancelled } } }
              - { name: not cut, inputs: { n: 0 } }
              - { name: polls, inputs: { n: 0 }, steps: { answer: { outputs: { value: 3 } } } }
            """);
    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.out())
        .contains(
            "ok    cut",
            "step `answer` waits for a signal, and nothing is said of it",
            "step `asked[0]` gives outputs, and nothing is said of it");
  }

  @Test
  void theXmlIsWellFormedAndCounts() throws Exception {
    String cases =
        """
          - name: "a <b> & \\"c\\" \\u0001"
            inputs: { n: 1 }
            steps: { double: { outputs: { m: 2 } } }
            expect: { outputs: { m: 3 } }
          - { name: fine, inputs: { n: 1 }, steps: { double: { outputs: { m: 2 } } } }
        """;
    assertThat(test(cases, "--junit", "out.xml").code()).isEqualTo(1);
    String xml = Files.readString(directory.resolve("out.xml"));
    Document document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(xml)));
    assertThat(document.getDocumentElement().getAttribute("tests")).isEqualTo("2");
    assertThat(document.getDocumentElement().getAttribute("failures")).isEqualTo("1");
    assertThat(document.getElementsByTagName("failure").item(0).getTextContent())
        .contains("w.test.yaml:6:", "expected: 3", "actual:   2");
  }

  @Test
  void casesCanBeChosen() throws IOException {
    String cases =
        """
          - { name: one, inputs: { n: 1 }, steps: { double: { outputs: { m: 2 } } } }
          - { name: two, inputs: { n: 1 }, steps: { double: { outputs: { m: 2 } } } }
        """;
    assertThat(test(cases, "--filter", "tw").out()).contains("1 case passed").doesNotContain("one");
    assertThat(test(cases, "--filter", "three").code()).isEqualTo(7);
  }
}
