package dev.jobc.compiler.simulate;

import static dev.jobc.compiler.simulate.Played.HEAD;
import static dev.jobc.compiler.simulate.Played.error;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.json.JsonText;
import dev.jobc.reference.Interpreter;
import dev.jobc.reference.State;
import dev.jobc.reference.StepError;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What ends a block or a run, and what follows: handlers, sagas, {@code return}, teardowns. */
class InterpreterBlocksTest {
  private static final String SAGA =
      HEAD
          + """
          tasks:
            take: { runtime: python, outputs: { id: string }, errors: { Gone: {} }, run: pass }
            give: { runtime: python, inputs: { id: string }, run: pass }
          steps:
            - id: all
              saga: true
              steps:
                - id: one
                  uses: take
                  compensate: { id: undo_one, uses: give, with: { id: "${{ self.outputs.id }}" } }
                - id: two
                  uses: take
                  compensate: { id: undo_two, uses: give, with: { id: "${{ self.outputs.id }}" } }
                - { id: three, uses: take, compensate: none }
              catch:
                - errors: [Gone]
                  steps: [{ id: sorry, command: x }]
              finally: [{ id: clean, command: x }]
          """;

  @Test
  void aSagaUndoesNewestFirstThenCatchesThenFinally() {
    Played played = Played.of(SAGA).gives("one", "{\"id\": \"1\"}").gives("two", "{\"id\": \"2\"}");
    Interpreter.Run run = played.fails("three", "Gone").run();
    assertThat(played.asked)
        .containsExactly("one", "two", "three", "undo_two", "undo_one", "sorry", "clean");
    assertThat(run.state()).isEqualTo(State.SUCCEEDED);
    assertThat(run.took()).isEqualTo(7000);
  }

  @Test
  void whatAnInnerSagaHasUndoneIsNotUndoneAgain() {
    Played played =
        Played.of(
            HEAD
                + """
                steps:
                  - saga: true
                    steps:
                      - { id: zero, command: x, compensate: { id: undo_zero, command: x } }
                      - saga: true
                        steps:
                          - { id: one, command: x, compensate: { id: undo_one, command: x } }
                          - { id: two, command: x, compensate: none }
                        catch: [{ steps: [] }]
                      - { id: last, command: x, compensate: none }
                """);
    played.fails("two", "ExitCode").fails("last", "ExitCode").run();
    assertThat(played.asked).containsExactly("zero", "one", "two", "undo_one", "last", "undo_zero");
  }

  @Test
  void whatNoClauseNamesIsNotCaught() {
    Played played = Played.of(SAGA).gives("one", "{\"id\": \"1\"}");
    Interpreter.Run run = played.fails("two", "ExitCode").run();
    assertThat(played.asked).containsExactly("one", "two", "undo_one", "clean");
    assertThat(error(run)).isEqualTo("ExitCode");
  }

  @Test
  void aBlockIsRepeatedAndCutByItsLimit() {
    Played played =
        Played.of(
            HEAD
                + """
                steps:
                  - id: b
                    timeout: 5s
                    retry: { maxAttempts: 2, backoff: constant, initial: 1s, errors: [Timeout] }
                    steps:
                      - { id: a, command: x }
                      - { id: z, command: x }
                """);
    Interpreter.Run run = played.gives("a", "{}", 9000).run();
    assertThat(error(run)).isEqualTo(StepError.TIMEOUT);
    assertThat(run.took()).isEqualTo(5000 + 1000 + 5000);
    assertThat(played.asked).containsExactly("a", "a");
  }

  @Test
  void returnEndsTheRunAndCancelsWhatIsUnderWay() {
    Played played =
        Played.of(
            HEAD
                + """
                steps:
                  - parallel:
                      - { id: slow, command: x }
                      - id: b
                        steps:
                          - { id: quick, command: x }
                          - return: { v: early }
                        finally: [{ id: clean, command: x }]
                  - { id: later, command: x }
                outputs: { v: "late" }
                """);
    Interpreter.Run run = played.gives("slow", "{}", 60_000).run();
    assertThat(run.state()).isEqualTo(State.SUCCEEDED);
    assertThat(run.outputs()).isEqualTo(JsonText.parse("{\"v\": \"early\"}"));
    assertThat(run.took()).isEqualTo(2000);
    assertThat(Played.states(run))
        .containsEntry("slow", "cancelled")
        .containsEntry("clean", "succeeded")
        .containsEntry("later", "cancelled");
  }

  @Test
  void teardownsRunAfterTheirSetupsAndDoNotDecide() {
    Played played =
        Played.of(
            HEAD
                + """
                steps:
                  - id: g
                    graph:
                      - { id: up, setup: true, command: x }
                      - { id: work, needs: [up], command: x }
                      - { id: down, needs: [work], teardown: [up], command: x }
                """);
    assertThat(Played.states(played.fails("work", "ExitCode").run()))
        .containsEntry("down", "succeeded");
    Played second = played.gives("work", "{}").fails("down", "ExitCode");
    assertThat(second.run().state())
        .as("%s", Played.states(second.run()))
        .isEqualTo(State.SUCCEEDED);
    assertThat(Played.states(second.fails("up", "ExitCode").run()))
        .containsEntry("down", "upstream_failed");
  }

  @Test
  void leavesDecideWhenAsked() {
    String graph =
        """
        steps:
          - id: g
            RESULT
            graph:
              - { id: a, command: x }
              - { id: b, needs: [a], triggerRule: all_done, command: x }
        """;
    Played leaves = Played.of(HEAD + graph.replace("RESULT", "resultFrom: leaves"));
    assertThat(leaves.fails("a", "ExitCode").run().state()).isEqualTo(State.SUCCEEDED);
    Played all = Played.of(HEAD + graph.replace("RESULT", "resultFrom: all"));
    assertThat(all.fails("a", "ExitCode").run().state()).isEqualTo(State.FAILED);
  }

  @Test
  void theWorkflowCatchesToo() {
    Played played =
        Played.of(
            HEAD
                + """
                steps: [{ id: a, command: x }]
                catch:
                  - as: problem
                    steps: [{ fail: { error: Sorry, message: "${{ problem.name }}" } }]
                finally: [{ id: f, command: x }]
                """);
    Interpreter.Run run = played.fails("a", "ExitCode").run();
    assertThat(error(run)).isEqualTo("Sorry");
    assertThat(Objects.requireNonNull(run.error()).message()).isEqualTo("ExitCode");
    assertThat(played.asked).containsExactly("a", "f");
  }

  @Test
  void outputsAreGivenAfterAFailureThatTheWorkflowCaught() {
    Played played =
        Played.of(
            HEAD
                + """
                steps: [{ id: a, command: x }]
                catch: [{ steps: [] }]
                outputs: { status: "${{ steps.a.status }}" }
                """);
    Interpreter.Run run = played.fails("a", "ExitCode").run();
    assertThat(run.state()).isEqualTo(State.SUCCEEDED);
    assertThat(run.outputs()).isEqualTo(JsonText.parse("{\"status\": \"failed\"}"));
  }

  @Test
  void whatTakesNoTimeIsNotCutByTheReturnAfterIt() {
    Played played =
        Played.of(
            HEAD
                + """
                steps:
                  - { id: a, command: x }
                  - { id: b, command: x }
                  - return: { v: early }
                  - { id: c, command: x }
                outputs: { v: late }
                """);
    Interpreter.Run run = played.gives("b", "{}", 0).run();
    assertThat(run.outputs()).isEqualTo(JsonText.parse("{\"v\": \"early\"}"));
    assertThat(Played.states(run)).containsEntry("b", "succeeded").containsEntry("c", "cancelled");
  }
}
