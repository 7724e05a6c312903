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
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Maps, batches, combined parts, spawned tasks and called workflows. */
class InterpreterFansTest {
  @Test
  void aBatchIsAListAndTheLastMayBeShort() {
    Played played =
        Played.of(
            HEAD
                + """
                steps:
                  - id: b
                    forEach: ${{ range(0, 5) }}
                    as: some
                    batch: 2
                    maxParallel: 1
                    runtime: python
                    with: { n: "${{ size(some) }}" }
                    outputs: { n: int }
                    run: pass
                outputs: { sizes: "${{ steps.b.outputs.n }}" }
                """);
    Interpreter.Run run = played.gives("b", "{\"n\": 2}").gives("b[2]", "{\"n\": 1}").run();
    assertThat(run.outputs()).isEqualTo(JsonText.parse("{\"sizes\": [2, 2, 1]}"));
    assertThat(played.asked).containsExactly("b[0]", "b[1]", "b[2]");
    assertThat(run.took()).isEqualTo(3000);
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

  private static String mapReduce(int items, int partitions, String combine) {
    return HEAD
        + """
        steps:
          - id: c
            mapReduce:
              over: ${{ range(0, %d) }}
              partitions: %d
              map: { runtime: python, with: { i: "${{ items }}" }, outputs: { n: int }, run: pass }
        %s      reduce:
                runtime: python
                with: { all: "${{ parts.map(p, p.n) }}" }
                outputs: { total: int }
                run: pass
        outputs: { total: "${{ steps.c.outputs.total }}" }
        """
            .formatted(items, partitions, combine.indent(6));
  }

  @Test
  void aMapReduceCutsMapsAndReduces() {
    Played played = Played.of(mapReduce(7, 3, ""));
    Interpreter.Run run =
        played.gives("c.map", "{\"n\": 1}").gives("c.reduce", "{\"total\": 3}").run();
    assertThat(run.outputs()).isEqualTo(JsonText.parse("{\"total\": 3}"));
    assertThat(played.asked).containsExactly("c.map[0]", "c.map[1]", "c.map[2]", "c.reduce");
    assertThat(run.took()).isEqualTo(2000);
  }

  @Test
  void partsAreCombinedUntilSixteenAreLeft() {
    Played played =
        Played.of(
            mapReduce(
                40,
                40,
                """
                combine:
                  runtime: python
                  with: { all: "${{ parts.map(p, p.n) }}" }
                  outputs: { n: int }
                  run: pass
                """));
    played.gives("c.map", "{\"n\": 1}").gives("c.combine", "{\"n\": 16}");
    Interpreter.Run run = played.gives("c.reduce", "{\"total\": 40}").run();
    assertThat(run.outputs()).isEqualTo(JsonText.parse("{\"total\": 40}"));
    assertThat(played.asked.stream().filter(asked -> asked.startsWith("c.combine"))).hasSize(3);
    assertThat(run.took()).isEqualTo(3000);
  }

  private static final String SPAWNS =
      HEAD
          + """
          tasks:
            one: { runtime: python, inputs: { n: int }, outputs: { rows: int }, run: pass }
            other: { runtime: python, inputs: { n: int }, outputs: { name: string }, run: pass }
          steps:
            - id: s
              spawn:
                calls: "${{ [1, 2, 3].map(n, {'task': n == 2 ? 'other' : 'one', 'with': {'n': n}}) }}"
                allow: [one, other]
                maxItems: 3
          outputs: { all: "${{ steps.s.outputs.results.map(r, r.task) }}" }
          """;

  private static final String WALK =
      HEAD
          + """
          tasks:
            walk:
              runtime: python
              inputs: { folder: string, depth: { type: int, default: 0 } }
              outputs: { files: int }
              spawn: { allow: [walk, index], maxItems: 4 }
              run: pass
            index:
              runtime: python
              inputs: { path: string }
              errors: { Unreadable: {} }
              run: pass
          steps:
            - { id: site, uses: walk, with: { folder: / } }
            - { id: after, runtime: python, run: pass }
          outputs: { files: "${{ steps.site.outputs.files }}" }
          """;

  private static Reply walks(String... calls) {
    List<Reply.Call> made = new ArrayList<>();
    for (String call : calls) {
      String[] parts = call.split(" ", 2);
      made.add(new Reply.Call(parts[0], (Json.Obj) JsonText.parse(parts[1])));
    }
    return Reply.of(new Reply.Success((Json.Obj) JsonText.parse("{\"files\": 3}"), made), 1000);
  }

  @Test
  void whatCodeCallsEndsBeforeItsStepDoes() {
    Played played = Played.of(WALK).gives("walk", "{\"files\": 1}");
    played.replies("site", walks("walk {\"folder\": \"a\"}", "index {\"path\": \"b\"}"));
    played.replies("walk[0]", walks("index {\"path\": \"c\"}"));
    Interpreter.Run run = played.run();
    assertThat(run.outputs()).isEqualTo(JsonText.parse("{\"files\": 3}"));
    assertThat(played.asked).containsExactly("site", "walk[0]", "index[0][0]", "index[0]", "after");
    assertThat(run.took()).isEqualTo(4000);
  }

  @Test
  void aCallThatFailsFailsTheStepAndNothingFollows() {
    Played played = Played.of(WALK).fails("index", "Unreadable");
    played.replies("site", walks("index {\"path\": \"b\"}"));
    Interpreter.Run run = played.run();
    assertThat(error(run)).isEqualTo("Unreadable");
    assertThat(Played.states(run)).containsEntry("site", "failed");
    assertThat(Played.states(run)).containsEntry("after", "upstream_failed");
  }

  @Test
  void callsThatDoNotFitFailTheAttempt() {
    for (String call :
        List.of(
            "other {}", "index {}", "index {\"path\": 1}", "index {\"path\": \"\", \"x\": 1}")) {
      Played played = Played.of(WALK);
      played.replies("site", walks(call));
      assertThat(error(played.run())).as(call).isEqualTo(StepError.OUTPUT_TYPE_ERROR);
      assertThat(played.asked).as(call).containsExactly("site");
    }
  }

  @Test
  void callsOfCallsCountToo() {
    Played played = Played.of(WALK);
    played.replies("site", walks("walk {\"folder\": \"a\"}", "walk {\"folder\": \"a\"}"));
    played.replies("walk", walks("index {\"path\": \"c\"}"));
    assertThat(played.run().state()).isEqualTo(State.SUCCEEDED);
    played.replies("walk[1]", walks("index {\"path\": \"c\"}", "index {\"path\": \"d\"}"));
    Interpreter.Run run = played.run();
    assertThat(error(run)).isEqualTo(StepError.OUTPUT_TYPE_ERROR);
    played.replies("walk", walks("walk {\"folder\": \"a\"}"));
    assertThat(error(played.run())).as("without end").isEqualTo(StepError.OUTPUT_TYPE_ERROR);
  }

  @Test
  void spawnedTasksGiveTheirResultsInTheOrderOfTheCalls() {
    Played played = Played.of(SPAWNS);
    played.gives("s.one", "{\"rows\": 1}").gives("s.other", "{\"name\": \"x\"}");
    Interpreter.Run run = played.run();
    assertThat(run.outputs()).isEqualTo(JsonText.parse("{\"all\": [\"one\", \"other\", \"one\"]}"));
    assertThat(played.asked).containsExactlyInAnyOrder("s.one[0]", "s.other[1]", "s.one[2]");
    assertThat(run.took()).isEqualTo(1000);
  }

  @Test
  void tooManySpawnedTasksFailTheStep() {
    Interpreter.Run run = Played.of(SPAWNS.replace("maxItems: 3", "maxItems: 2")).run();
    assertThat(run.state()).isEqualTo(State.FAILED);
  }

  @Test
  void aReturnWinsARaceAtOnceAlthoughWhatCleansUpGoesOn() {
    Played played =
        Played.of(
            HEAD
                + """
                steps:
                  - race:
                      - id: quick
                        steps:
                          - { id: a, command: x }
                          - { id: b, command: x }
                      - id: leaving
                        steps:
                          - parallel:
                              - steps: [{ id: stuck, command: x }, { id: never, command: x }]
                                finally: [{ command: x }, { command: x }, { command: x }]
                              - return: { o: returned }
                  - { id: after, command: x }
                outputs: { o: done }
                """);
    Interpreter.Run run = played.run();
    assertThat(run.outputs()).isEqualTo(JsonText.parse("{\"o\": \"returned\"}"));
    assertThat(run.took()).isEqualTo(3000);
  }
}
