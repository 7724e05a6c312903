package dev.jobc.compiler.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.json.JsonText;
import dev.jobc.reference.Interpreter;
import dev.jobc.reference.State;
import org.junit.jupiter.api.Test;

/** Batches, combined parts, spawned tasks and called workflows. */
class InterpreterFansTest {
  private static final String HEAD = "jobc: v1\nname: t\n";

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
  void partsAreCombinedUntilSixteenAreLeft() {
    Played played =
        Played.of(
            HEAD
                + """
                steps:
                  - id: c
                    mapReduce:
                      over: ${{ range(0, 40) }}
                      partitions: 40
                      map: { runtime: python, with: { i: "${{ items }}" }, outputs: { n: int }, run: pass }
                      combine:
                        runtime: python
                        with: { all: "${{ parts.map(p, p.n) }}" }
                        outputs: { n: int }
                        run: pass
                      reduce:
                        runtime: python
                        with: { all: "${{ parts.map(p, p.n) }}" }
                        outputs: { total: int }
                        run: pass
                outputs: { total: "${{ steps.c.outputs.total }}" }
                """);
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
