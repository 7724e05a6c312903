package dev.jobc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.json.Json;
import dev.jobc.json.JsonText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulateVerbTest {
  @TempDir Path directory;

  private Jobc.Ended simulate(String workflow, String... more) throws IOException {
    Files.writeString(directory.resolve("w.yaml"), "jobc: v1\nname: tried\n" + workflow);
    String[] arguments = new String[more.length + 2];
    arguments[0] = "simulate";
    arguments[1] = "w.yaml";
    System.arraycopy(more, 0, arguments, 2, more.length);
    return new Jobc(directory).call(arguments);
  }

  private static final String DIVIDES =
      """
      inputs: { n: int }
      steps:
        - id: count
          runtime: python
          outputs: { all: int }
          run: pass
        - id: share
          if: inputs.n * 2 != 7
          runtime: python
          with: { part: "${{ inputs.n / steps.count.outputs.all }}" }
          run: pass
      """;

  @Test
  void aDivisionByZeroIsFoundAndCanBeSeenAgain() throws IOException {
    Jobc.Ended ended = simulate(DIVIDES, "--runs", "50");
    assertThat(ended.code()).as(ended.err()).isEqualTo(1);
    assertThat(ended.out())
        .startsWith("tried: 50 runs, seed 1\n  branches             1 of 2\n")
        .contains(
            "never reached:\n  w.yaml:9:5  `if` of step `share` does not hold\n",
            "expressions that fail:\n  w.yaml:9:5  step `share`: ",
            "errors that end the run, because nothing catches them:\n  w.yaml:5:5  step `count`: ");
    String mock =
        ended.out().lines().filter(l -> l.startsWith("    with ")).findFirst().orElseThrow();
    Files.writeString(directory.resolve("again.yaml"), mock.replace("    with ", ""));
    assertThat(simulate(DIVIDES, "--runs", "1", "--mock", "again.yaml").code()).isEqualTo(1);
  }

  @Test
  void aGivenInputOutsideItsConstraintsIsRefused() throws IOException {
    String bounded =
        """
        inputs: { n: { type: int, max: 5 } }
        steps: [{ command: echo, args: ["${{ string(inputs.n) }}"] }]
        """;
    Jobc.Ended ended = simulate(bounded, "-i", "n=9");
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err()).contains("input `n` must be at most 5, not 9");
    assertThat(simulate(bounded, "-i", "n=5").code()).isZero();
  }

  @Test
  void givenInputsAndMocksStay() throws IOException {
    Files.writeString(directory.resolve("m.yaml"), "steps: { count: { outputs: { all: 2 } } }\n");
    Jobc.Ended ended = simulate(DIVIDES, "-i", "n=8", "--mock", "m.yaml", "-o", "json");
    assertThat(ended.code()).as(ended.out()).isZero();
    Json.Obj report = (Json.Obj) JsonText.parse(ended.out());
    assertThat(report.get("failures")).isEqualTo(JsonText.parse("[]"));
    assertThat(report.get("runs")).isEqualTo(Json.of(1000));
  }

  @Test
  void aMockThatDoesNotFitIsAnError() throws IOException {
    Files.writeString(directory.resolve("m.yaml"), "steps: { count: { outputs: { al: 2 } } }\n");
    Jobc.Ended ended = simulate(DIVIDES, "--mock", "m.yaml");
    assertThat(ended.code()).isEqualTo(3);
    assertThat(ended.err())
        .contains("step `count` has no output `al`", "--> m.yaml:1:30", "did you mean `all`?");
  }

  @Test
  void whatTriggersTellIsTriedAndCanBeSeenAgain() throws IOException {
    String workflow =
        """
        triggers:
          manual: {}
          event: { topic: t, body: { all: int }, with: { n: "${{ trigger.body.all }}" } }
        inputs: { n: { type: int, min: 1 } }
        steps:
          - id: share
            runtime: python
            with: { part: "${{ 10 / (trigger.body?.all ?? 1) }}" }
            run: pass
        """;
    String plain =
        workflow.replace(
            "(trigger.body?.all ?? 1)", "(trigger.body == null ? 1 : trigger.body.all)");
    Jobc.Ended ended = simulate(plain);
    assertThat(ended.code()).as(ended.out() + ended.err()).isEqualTo(1);
    assertThat(ended.out()).contains("\"trigger\":{\"kind\":\"event\"", "\"body\":{\"all\":0}");
    Files.writeString(directory.resolve("m.yaml"), "trigger: { kind: event, body: { all: 5 } }\n");
    assertThat(simulate(plain, "--mock", "m.yaml").code()).isZero();
  }

  @Test
  void workflowsThatAreCalledAreRunWithValuesOfTheirOwn() throws IOException {
    Files.writeString(
        directory.resolve("other.yaml"),
        """
        jobc: v1
        name: other
        steps: [{ id: inner, runtime: python, outputs: { rows: int }, run: pass }]
        outputs: { rows: "${{ steps.inner.outputs.rows }}" }
        """);
    String workflow =
        """
        steps:
          - { id: called, uses: "workflow:other" }
          - { id: many, if: steps.called.outputs.rows > 70, command: "true" }
        """;
    for (String caller : new String[] {workflow, workflow.replace("many", "inner")}) {
      Jobc.Ended ended = simulate(caller, "--runs", "100");
      assertThat(ended.code()).as(ended.out() + ended.err()).isZero();
      assertThat(ended.out()).contains("2 of 2").doesNotContain("OutputTypeError", "holds");
    }
  }

  @Test
  void madeUpValuesKeepTheConstraintsOfInputs() throws IOException {
    String workflow =
        """
        inputs:
          code: { type: string, pattern: "[a-z]{4}" }
          rows: { type: int, min: 3, max: 5 }
          tags: { type: "list<string>", minItems: 2, maxItems: 3 }
        steps:
          - id: never
            if: '!inputs.code.matches("^[a-z]{4}$") || inputs.rows < 3 || inputs.rows > 5
              || size(inputs.tags) < 2 || size(inputs.tags) > 3'
            command: "true"
        """;
    Jobc.Ended ended = simulate(workflow);
    assertThat(ended.code()).as(ended.out() + ended.err()).isZero();
    assertThat(ended.out()).contains("`if` of step `never` holds");
  }

  @Test
  void theSamplesHaveNoExpressionThatFails() {
    Jobc jobc = new Jobc(Path.of("..").toAbsolutePath().normalize());
    for (String sample : new String[] {"00-hello", "01-code-census", "03-place-order"}) {
      Jobc.Ended ended =
          jobc.call("simulate", "--runs", "200", "samples/" + sample + "/workflow.yaml");
      assertThat(ended.code()).as(ended.out() + ended.err()).isZero();
    }
  }

  @Test
  void anInputWithoutAFittingValueMustBeGiven() throws IOException {
    String workflow =
        """
        inputs: { code: { type: string, pattern: '(.\\b){16}' } }
        steps: [{ command: echo, args: ["${{ inputs.code }}"] }]
        """;
    Jobc.Ended ended = simulate(workflow);
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err()).contains("no value was found", "`code`");
    assertThat(simulate(workflow, "-i", "code=-a-a-a-a-a-a-a-a").code()).isZero();
  }
}
