package dev.jobc.compiler.simulate;

import static dev.jobc.compiler.simulate.Played.HEAD;
import static dev.jobc.compiler.simulate.Played.error;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.json.Json;
import dev.jobc.json.JsonText;
import dev.jobc.reference.Interpreter;
import dev.jobc.reference.Reply;
import dev.jobc.reference.State;
import dev.jobc.reference.StepError;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What LANGUAGE.md says of steps, the order between them, attempts and limits, in virtual time. */
class InterpreterTest {
  @Test
  void aSequenceWaitsAParallelDoesNot() {
    Played played =
        Played.of(
            HEAD
                + """
                steps:
                  - { id: a, command: x }
                  - parallel:
                      - { id: b, command: x }
                      - { id: c, command: x }
                  - { id: d, command: x }
                """);
    Interpreter.Run run = played.fails("b", "ExitCode", 5000).run();
    assertThat(run.state()).isEqualTo(State.FAILED);
    assertThat(run.took()).isEqualTo(6000);
    assertThat(Played.states(run))
        .containsEntry("b", "failed")
        .containsEntry("c", "succeeded")
        .containsEntry("d", "upstream_failed");
    assertThat(Objects.requireNonNull(run.error()).step()).isEqualTo("b");
  }

  @ParameterizedTest
  @CsvSource({
    "all_success, upstream_failed",
    "all_done, succeeded",
    "all_failed, skipped",
    "one_success, succeeded",
    "one_failed, succeeded",
    "none_failed, upstream_failed",
    "none_skipped, succeeded",
    "all_skipped, skipped",
    "always, succeeded",
  })
  void rulesDecideInAGraph(String rule, String state) {
    Played played =
        Played.of(
            HEAD
                + """
                steps:
                  - id: g
                    graph:
                      - { id: a, command: x }
                      - { id: b, command: x }
                      - { id: c, needs: [a, b], triggerRule: RULE, command: x }
                """
                    .replace("RULE", rule));
    assertThat(Played.states(played.fails("a", "ExitCode").run())).containsEntry("c", state);
  }

  @Test
  void skipsPropagateInAGraphAndNotInASequence() {
    Played played =
        Played.of(
            HEAD
                + """
                inputs: { go: bool }
                steps:
                  - { id: a, if: inputs.go, command: x }
                  - { id: b, command: x }
                  - id: g
                    graph:
                      - { id: c, if: inputs.go, command: x }
                      - { id: d, needs: [c], command: x }
                """);
    Interpreter.Run run = played.input("go", false).run();
    assertThat(run.state()).isEqualTo(State.SUCCEEDED);
    assertThat(Played.states(run))
        .containsAllEntriesOf(
            Map.of("a", "skipped", "b", "succeeded", "c", "skipped", "d", "skipped"));
  }

  @Test
  void continueOnErrorToleratesAndShowsTheError() {
    Played played =
        Played.of(
            HEAD
                + """
                steps:
                  - { id: a, command: x, continueOnError: true }
                outputs:
                  status: ${{ steps.a.status }}
                  problem: ${{ steps.a.error.message }}
                """);
    Interpreter.Run run = played.fails("a", "ExitCode").run();
    assertThat(run.state()).isEqualTo(State.SUCCEEDED);
    assertThat(run.outputs())
        .isEqualTo(JsonText.parse("{\"status\": \"failed\", \"problem\": \"ExitCode of a\"}"));
  }

  @Test
  void retriesWaitInVirtualTime() {
    Played played =
        Played.of(
            HEAD
                + """
                steps:
                  - id: a
                    command: x
                    retry: { maxAttempts: 4, backoff: exponential, initial: 2s, factor: 3 }
                """);
    Interpreter.Run run =
        played.fails("a#1", "ExitCode").fails("a#2", "ExitCode").gives("a#3", "{}").run();
    assertThat(run.state()).isEqualTo(State.SUCCEEDED);
    assertThat(run.took()).isEqualTo(1000 + 2000 + 1000 + 6000 + 1000);
  }

  @Test
  void lossesDoNotCountAndThreeInARowFail() {
    Played played = Played.of(HEAD + "steps: [{ id: a, command: x }]\n");
    Reply lost = Reply.of(new Reply.Lost(), 10);
    Interpreter.Run twice = played.replies("a#1", lost).replies("a#2", lost).run();
    assertThat(twice.state()).isEqualTo(State.SUCCEEDED);
    Interpreter.Run thrice = played.replies("a#3", lost).run();
    assertThat(error(thrice)).isEqualTo(StepError.WORKER_LOST);
  }

  @Test
  void theFourTimeLimits() {
    Played played =
        Played.of(
            HEAD
                + """
                steps:
                  - id: a
                    command: x
                    timeout: { attempt: 10s, total: 25s, queue: 5s, heartbeat: 3s }
                    retry: { maxAttempts: 9, backoff: constant, initial: 1s }
                """);
    Reply.Success fine = new Reply.Success(Json.object().build());
    assertThat(played.replies("a", Reply.of(fine, 11_000)).run().took()).isEqualTo(25_000);
    assertThat(error(played.run())).isEqualTo(StepError.TIMEOUT);
    played.replies("a", Reply.of(fine, 9_000)).replies("a#1", new Reply(fine, 9_000, 6_000, 0));
    assertThat(played.run().took()).isEqualTo(5_000 + 1_000 + 9_000);
    played.replies("a#1", new Reply(fine, 9_000, 0, 4_000));
    assertThat(played.run().took()).isEqualTo(3_000 + 1_000 + 9_000);
  }

  @Test
  void checksGuardAndExpressionsFail() {
    Played played =
        Played.of(
            HEAD
                + """
                inputs: { n: int, list: "list<int>" }
                steps:
                  - id: a
                    runtime: python
                    with: { v: "${{ inputs.list[inputs.n] }}" }
                    checks: [{ that: "inputs.list[inputs.n] > 0", message: "v is ${{ inputs.list[0] }}" }]
                    run: pass
                """);
    Interpreter.Run run = played.input("n", 0).input("list", "[0]").run();
    assertThat(Objects.requireNonNull(run.error()).message()).isEqualTo("v is 0");
    assertThat(error(run)).isEqualTo(StepError.CHECK_FAILED);
    assertThat(error(played.input("n", 1).run())).isEqualTo(StepError.EXPRESSION_ERROR);
    assertThat(played.asked).isEmpty();
  }
}
