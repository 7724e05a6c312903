package dev.jobc.reference;

import dev.jobc.expr.EvaluationException;
import dev.jobc.json.Json;
import dev.jobc.plan.Fan;
import dev.jobc.reference.Body.Opening;
import java.util.ArrayList;
import java.util.List;

/** Calls that a list names, all at once. */
final class Spawns {
  private final Program program;
  private final Graphs graphs;

  Spawns(Program program, Graphs graphs) {
    this.program = program;
    this.graphs = graphs;
  }

  void run(Turn turn, Fan.Spawn spawn) throws EvaluationException {
    List<Json> calls = MapSteps.list(program.names(turn.body()).evaluate(spawn.calls()));
    if (calls.size() > spawn.maxItems()) {
      throw new EvaluationException(
          "%d calls are more than the `maxItems` of %d".formatted(calls.size(), spawn.maxItems()));
    }
    List<Fan.Branch> branches = new ArrayList<>();
    for (Json call : calls) {
      branches.add(branch(spawn, call));
    }
    List<Json> results = new ArrayList<>();
    for (int i = 0; i < calls.size(); i++) {
      String path = turn.path() + "[" + i + "]";
      int graph = branches.get(i).body();
      Opening opening = Opening.item(graph, turn.body(), path, calls.get(i), i);
      Body body = graphs.run(opening, turn.start(), turn.horizon());
      turn.run().ranUnseen(body);
      results.add(
          Json.object()
              .put("task", branches.get(i).name())
              .put("outputs", body.step(0).outputs())
              .build());
    }
    MapSteps.finish(turn.run(), turn);
    if (turn.run().state() == State.SUCCEEDED && turn.run().returned() == null) {
      Json outputs = Json.object().put("results", Json.array(results)).build();
      turn.run().succeed(turn.run().end(), outputs);
    }
  }

  private static Fan.Branch branch(Fan.Spawn spawn, Json call) throws EvaluationException {
    Json task = call instanceof Json.Obj object ? object.get("task") : null;
    for (Fan.Branch branch : spawn.allow()) {
      if (Json.of(branch.name()).equals(task)) {
        return branch;
      }
    }
    String named = task instanceof Json.Str(String text) ? text : "nothing";
    throw new EvaluationException("a call names `" + named + "`, which `allow` does not hold");
  }
}
