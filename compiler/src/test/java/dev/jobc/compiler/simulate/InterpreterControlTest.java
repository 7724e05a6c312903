package dev.jobc.compiler.simulate;

import static dev.jobc.compiler.simulate.Played.HEAD;
import static dev.jobc.compiler.simulate.Played.error;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.json.JsonText;
import dev.jobc.reference.Interpreter;
import dev.jobc.reference.Reply;
import dev.jobc.reference.StepError;
import org.junit.jupiter.api.Test;

/**
 * Steps that choose, repeat and wait: {@code switch}, {@code race}, {@code loop}, {@code poll},
 * signals, people.
 */
class InterpreterControlTest {
  @Test
  void aSwitchRunsOneCase() {
    Played played =
        Played.of(
            HEAD
                + """
                types: { Tier: { enum: [low, high] } }
                inputs: { tier: Tier }
                steps:
                  - switch: inputs.tier
                    cases:
                      low: [{ id: a, command: x }]
                      high: [{ id: b, command: x }]
                """);
    played.input("tier", "\"high\"").run();
    assertThat(played.asked).containsExactly("b");
  }

  @Test
  void nothingBehindAReturnIsEvaluated() {
    Played played =
        Played.of(
            HEAD
                + """
                inputs: { n: "int?" }
                steps:
                  - { id: nothing, if: inputs.n == null, return: { rows: 0 } }
                  - { id: age, if: inputs.n > 3, command: x }
                  - { id: each, forEach: range(inputs.n), command: x }
                  - id: block
                    steps:
                      - { id: late, if: inputs.n > 4, command: x }
                outputs: { rows: 1 }
                """);
    Interpreter.Run run = played.run();
    assertThat(run.outputs()).isEqualTo(JsonText.parse("{\"rows\": 0}"));
    assertThat(Played.states(run)).containsEntry("age", "cancelled");
    assertThat(played.asked).isEmpty();
    assertThat(played.input("n", "1").run().outputs()).isEqualTo(JsonText.parse("{\"rows\": 1}"));
  }

  @Test
  void aRaceHasOneWinner() {
    Played played =
        Played.of(
            HEAD
                + """
                steps:
                  - id: r
                    race:
                      - { id: near, runtime: python, outputs: { p: string }, run: pass }
                      - { id: far, runtime: python, outputs: { p: string }, run: pass }
                outputs:
                  winner: ${{ steps.r.outputs.winner }}
                  p: ${{ steps.r.outputs.p }}
                  near: ${{ steps.near.outputs.p ?? "none" }}
                """);
    Interpreter.Run run =
        played.gives("near", "{\"p\": \"n\"}", 3000).gives("far", "{\"p\": \"f\"}").run();
    assertThat(run.outputs())
        .isEqualTo(JsonText.parse("{\"winner\": \"far\", \"p\": \"f\", \"near\": \"none\"}"));
    assertThat(run.took()).isEqualTo(1000);
    assertThat(Played.states(run)).containsEntry("near", "cancelled");
    assertThat(error(played.fails("near", "A", 3000).fails("far", "B").run())).isEqualTo("A");
  }

  @Test
  void aLoopCarriesItsState() {
    Played played =
        Played.of(
            HEAD
                + """
                steps:
                  - id: l
                    loop:
                      state: { sum: { initial: 0, next: "${{ loop.state.sum + steps.s.outputs.n }}" } }
                      until: loop.state.sum >= 6
                      maxIterations: 4
                      delay: 1s
                      steps:
                        - { id: s, runtime: python, outputs: { n: int }, run: pass }
                outputs: { sum: "${{ steps.l.outputs.sum }}", last: "${{ steps.s.outputs.n }}" }
                """);
    Interpreter.Run run = played.gives("s", "{\"n\": 2}").gives("s[2]", "{\"n\": 3}").run();
    assertThat(run.outputs()).isEqualTo(JsonText.parse("{\"sum\": 7, \"last\": 3}"));
    assertThat(run.took()).isEqualTo(5000);
    assertThat(error(played.gives("s", "{\"n\": 0}").gives("s[2]", "{\"n\": 0}").run()))
        .isEqualTo(StepError.LOOP_LIMIT);
  }

  @Test
  void aPollAsksUntilYesOrItsLimit() {
    Played played =
        Played.of(
            HEAD
                + """
                steps:
                  - id: p
                    poll:
                      runtime: python
                      outputs: { ok: bool }
                      run: pass
                      every: 10s
                      timeout: 1m
                      until: self.outputs.ok
                """);
    played.gives("p", "{\"ok\": false}").gives("p[2]", "{\"ok\": true}");
    assertThat(played.run().took()).isEqualTo(23_000);
    Interpreter.Run late = played.gives("p[2]", "{\"ok\": false}").run();
    assertThat(error(late)).isEqualTo(StepError.TIMEOUT);
    assertThat(late.took()).isEqualTo(60_000);
  }

  @Test
  void signalsAndPeople() {
    Played played =
        Played.of(
            HEAD
                + """
                steps:
                  - wait: 10m
                  - id: s
                    waitFor: { signal: go, type: { by: string }, timeout: 1h, onTimeout: continue }
                  - id: a
                    approval: { prompt: ok?, timeout: 2h, onTimeout: deny }
                outputs: { by: '${{ steps.s.outputs.by ?? "nobody" }}' }
                """);
    played.gives("s", "{\"by\": \"ann\"}").gives("a", "{\"by\": \"bob\"}");
    assertThat(played.run().outputs()).isEqualTo(JsonText.parse("{\"by\": \"ann\"}"));
    assertThat(played.run().took()).isEqualTo(602_000);
    Reply never = Reply.of(new Reply.Never(), 0);
    assertThat(played.replies("s", never).run().outputs())
        .isEqualTo(JsonText.parse("{\"by\": \"nobody\"}"));
    Interpreter.Run denied = played.replies("a", never).run();
    assertThat(error(denied)).isEqualTo(StepError.DENIED);
    assertThat(denied.took()).isEqualTo(600_000 + 3_600_000 + 7_200_000);
  }
}
