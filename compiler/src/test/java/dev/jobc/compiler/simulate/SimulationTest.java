package dev.jobc.compiler.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.compiler.simulate.Simulation.Report;
import dev.jobc.compiler.simulate.Simulation.Setting;
import dev.jobc.input.Constraints;
import dev.jobc.json.Json;
import dev.jobc.plan.Plan;
import dev.jobc.type.Type;
import dev.jobc.type.TypeCheck;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SimulationTest {
  private static final String HEAD = "jobc: v1\nname: t\n";

  private static Report simulate(String yaml) {
    Plan plan = Played.plan(HEAD + yaml);
    return Simulation.of(new Setting(plan, Map.of(), null, Map.of(), Mocks.NONE, 1, 400));
  }

  private static List<String> missed(Report report) {
    return report.missed().stream().map(Target::label).toList();
  }

  @Test
  void everySideOfEveryConstructIsReached() {
    Report report =
        simulate(
            """
            types: { Tier: { enum: [low, high] } }
            inputs: { tier: Tier, n: int }
            tasks:
              take: { runtime: python, outputs: { id: string }, errors: { Gone: {} }, run: pass }
              give: { runtime: python, inputs: { id: string }, run: pass }
              look: { runtime: python, outputs: { state: string }, run: pass }
            steps:
              - id: order
                saga: true
                steps:
                  - id: one
                    uses: take
                    compensate: { uses: give, with: { id: "${{ self.outputs.id }}" } }
                  - { id: two, uses: take, compensate: none }
                catch:
                  - { errors: [Gone], steps: [{ id: sorry, command: x }] }
                  - { errors: [ExitCode], steps: [] }
                finally: [{ id: clean, command: x }]
              - switch: inputs.tier
                cases: { low: [{ id: l, command: x }], high: [{ id: h, command: x }] }
              - { id: magic, if: inputs.n == 4711, command: x }
              - { id: state, uses: look }
              - { id: odd, if: 'steps.state.outputs.state == "done"', command: x }
              - id: g
                graph:
                  - { id: a, command: x }
                  - { id: b, needs: [a], triggerRule: one_failed, command: x }
              - id: gate
                approval: { prompt: ok?, timeout: 1h }
              - id: r
                race:
                  - { id: near, command: x }
                  - { id: far, command: x }
              - id: again
                loop:
                  state: { done: { initial: false, next: "${{ steps.ask.outputs.done }}" } }
                  until: loop.state.done
                  maxIterations: 3
                  steps: [{ id: ask, runtime: python, outputs: { done: bool }, run: pass }]
            """);
    assertThat(missed(report)).isEmpty();
    assertThat(report.failures()).isEmpty();
    assertThat(report.uncaught().toString()).contains("Denied", "LoopLimit");
  }

  @Test
  void aFieldOfAFormThatIsLeftOpenHasItsDefault() {
    Report report =
        simulate(
            """
            steps:
              - id: gate
                approval: { prompt: ok?, form: { canary: { type: int, default: 10 } } }
              - { id: c, if: steps.gate.outputs.canary > 0, command: x }
            """);
    assertThat(missed(report)).isEmpty();
  }

  @Test
  void expressionsThatFailAreFoundWithTheValues() {
    Report report =
        simulate(
            """
            inputs: { n: int, list: "list<int>" }
            steps:
              - { id: a, runtime: python, with: { v: "${{ 10 / (inputs.n - 3) }}" }, run: pass }
              - { id: b, runtime: python, with: { v: "${{ inputs.list[0] }}" }, run: pass }
            """);
    assertThat(report.failures()).hasSize(2);
    Simulation.Failure division = report.failures().getFirst();
    assertThat(division.error().source()).isEqualTo("w.yaml:5:5");
    assertThat(division.inputs().toString()).contains("value=3");
    assertThat(report.failures().getLast().error().message()).contains("out of range");
  }

  @Test
  void whatCanNeverHappenIsReportedWithItsPlace() {
    Report report =
        simulate(
            """
            inputs: { n: int }
            steps:
              - { id: a, if: inputs.n * 2 == 7, command: x }
            """);
    assertThat(missed(report)).containsExactly("`if` of step `a` holds");
    assertThat(report.missed().getFirst().source()).isEqualTo("w.yaml:5:5");
  }

  @Test
  void theSameSeedGivesTheSameReport() {
    String yaml =
        """
        inputs: { n: int }
        steps:
          - { id: a, if: inputs.n > 5, command: x }
          - { id: b, runtime: python, with: { v: "${{ 1 / inputs.n }}" }, run: pass }
        """;
    assertThat(simulate(yaml)).isEqualTo(simulate(yaml));
  }

  @Test
  void fixturesFitTheirTypes() {
    Type record =
        new Type.RecordOf(
            "",
            Map.of(
                "a", new Type.ListOf(Type.Simple.DATE),
                "b", new Type.UnionOf(List.of(Type.Simple.INT, Type.Simple.STRING)),
                "c", new Type.MapOf(Type.Simple.DECIMAL.optional())));
    Fixtures fixtures = new Fixtures(new Dictionary());
    assertThat(fixtures.of(record))
        .hasSizeGreaterThan(3)
        .allMatch(v -> TypeCheck.check(record, v).ok());
    for (Type.Simple simple : Type.Simple.values()) {
      assertThat(fixtures.of(simple)).as("%s", simple).isNotEmpty();
    }
    Constraints range = new Constraints(null, Json.of(7), Json.of(9), null, null, List.of());
    assertThat(fixtures.of(Type.Simple.INT, range)).containsExactly(Json.of(7), Json.of(9));
  }
}
