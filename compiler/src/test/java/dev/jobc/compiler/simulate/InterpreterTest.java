package dev.jobc.compiler.simulate;

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

/** What LANGUAGE.md says of each construct, in virtual time. */
class InterpreterTest {
  private static final String HEAD = "jobc: v1\nname: t\n";

  private static String error(Interpreter.Run run) {
    return Objects.requireNonNull(run.error()).name();
  }

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
  void aMapHasSlotsAndStopsAtAFailure() {
    Played played =
        Played.of(
            HEAD
                + """
                steps:
                  - id: m
                    forEach: ${{ range(0, 5) }}
                    as: n
                    maxParallel: 2
                    runtime: python
                    with: { n: "${{ n }}" }
                    outputs: { v: int }
                    run: pass
                outputs: { all: "${{ steps.m.outputs.v }}" }
                """);
    played.gives("m", "{\"v\": 7}");
    assertThat(played.run().took()).isEqualTo(3000);
    assertThat(played.run().outputs()).isEqualTo(JsonText.parse("{\"all\": [7, 7, 7, 7, 7]}"));
    Interpreter.Run failed = played.fails("m[1]", "ExitCode", 1500).run();
    assertThat(Played.states(failed)).containsEntry("m[2]", "succeeded").doesNotContainKey("m[3]");
    assertThat(error(failed)).isEqualTo("ExitCode");
  }

  @Test
  void keysMakeMapsAndEqualKeysFail() {
    Played played =
        Played.of(
            HEAD
                + """
                inputs: { names: "list<string>" }
                steps:
                  - id: m
                    forEach: ${{ inputs.names }}
                    as: n
                    key: ${{ n }}
                    runtime: python
                    outputs: { v: int }
                    run: pass
                outputs: { all: "${{ steps.m.outputs.v }}" }
                """);
    played.gives("m", "{\"v\": 7}").gives("m[1]", "{\"v\": 8}");
    assertThat(played.input("names", "[\"a\", \"b\"]").run().outputs())
        .isEqualTo(JsonText.parse("{\"all\": {\"a\": 7, \"b\": 8}}"));
    assertThat(error(played.input("names", "[\"a\", \"a\"]").run()))
        .isEqualTo(StepError.EXPRESSION_ERROR);
  }

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
  void aMapReduceCutsMapsAndReduces() {
    Played played =
        Played.of(
            HEAD
                + """
                steps:
                  - id: c
                    mapReduce:
                      over: ${{ range(0, 7) }}
                      partitions: 3
                      map: { runtime: python, with: { i: "${{ items }}" }, outputs: { n: int }, run: pass }
                      reduce:
                        runtime: python
                        with: { all: "${{ parts.map(p, p.n) }}" }
                        outputs: { total: int }
                        run: pass
                outputs: { total: "${{ steps.c.outputs.total }}" }
                """);
    Interpreter.Run run =
        played.gives("c.map", "{\"n\": 1}").gives("c.reduce", "{\"total\": 3}").run();
    assertThat(run.outputs()).isEqualTo(JsonText.parse("{\"total\": 3}"));
    assertThat(played.asked).containsExactly("c.map[0]", "c.map[1]", "c.map[2]", "c.reduce");
    assertThat(run.took()).isEqualTo(2000);
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
