package dev.jobc.reference;

import dev.jobc.expr.EvaluationException;
import dev.jobc.expr.PlanExpr;
import dev.jobc.json.Json;
import dev.jobc.json.JsonText;
import dev.jobc.plan.Fan;
import dev.jobc.plan.Flow;
import dev.jobc.plan.Node;
import dev.jobc.plan.Pause;
import dev.jobc.plan.Plan;
import dev.jobc.plan.Repeat;
import dev.jobc.plan.SubWorkflow;
import java.util.LinkedHashMap;
import java.util.Map;

/** Runs a step of any kind whose turn has come. */
final class Steps {
  private final Program program;
  private final Graphs graphs;

  Steps(Program program) {
    this.program = program;
    this.graphs = new Graphs(program, this);
  }

  Graphs graphs() {
    return graphs;
  }

  void run(Turn turn) {
    try {
      if (holds(turn)) {
        dispatch(turn);
      } else {
        turn.run().finish(State.SKIPPED, turn.start());
      }
    } catch (EvaluationException e) {
      turn.fails(e);
    }
    if (turn.run().state() == State.FAILED && turn.node().head().continueOnError()) {
      turn.run().tolerate();
    }
  }

  private boolean holds(Turn turn) throws EvaluationException {
    PlanExpr when = turn.node().head().when();
    if (when == null) {
      return true;
    }
    boolean holds = program.names(turn.body()).evaluate(when).equals(Json.TRUE);
    turn.run().conditioned(holds);
    return holds;
  }

  private void dispatch(Turn turn) throws EvaluationException {
    Names names = program.names(turn.body());
    switch (turn.node()) {
      case Node.Task task -> new TaskSteps(program, graphs).run(turn, task);
      case Node.ForEach map -> new MapSteps(program, graphs).run(turn, map);
      case Node.Join join -> turn.run().succeed(turn.start(), Json.NULL);
      case Node.Outputs outputs -> turn.run().succeed(turn.start(), outputs(program.plan(), names));
      case Flow.Block block -> new Blocks(graphs).run(turn, block);
      case Flow.Switch choice -> choose(turn, choice, names.evaluate(choice.subject()));
      case Flow.Fail fail ->
          turn.run().fail(turn.start(), fail.error(), text(names.evaluate(fail.message())));
      case Flow.Return end -> {
        Json.Obj values = Json.object(names.evaluate(end.outputs()));
        turn.run().returns(turn.start(), new Returned(values, turn.start()));
      }
      case Repeat repeat -> new Repeats(program, graphs).run(turn, repeat);
      case Fan.Race race -> new Races(graphs).run(turn, race);
      case Fan.MapReduce parts -> new MapReduces(program, graphs).run(turn, parts);
      case Fan.Spawn spawn -> new Spawns(program, graphs).run(turn, spawn);
      case Pause pause -> new Pauses(program).run(turn, pause);
      case SubWorkflow call -> new Calls(program).run(turn, call);
    }
  }

  /** The outputs of the workflow. */
  static Json.Obj outputs(Plan plan, Names names) throws EvaluationException {
    Map<String, PlanExpr> values = new LinkedHashMap<>();
    for (Plan.Output output : plan.outputs()) {
      values.put(output.name(), output.value());
    }
    return Json.object(names.evaluate(values));
  }

  private void choose(Turn turn, Flow.Switch choice, Json subject) {
    Integer graph = choice.otherwise();
    for (Flow.Case one : choice.cases()) {
      graph = one.value().equals(subject) ? (Integer) one.body() : graph;
    }
    if (graph == null) {
      turn.run().succeed(turn.start(), Json.NULL);
      return;
    }
    Body.Opening opening = Body.Opening.single(graph, turn.body(), turn.path() + "?" + graph);
    Body body = graphs.run(opening, turn.start(), turn.horizon());
    turn.run().ran(body);
    turn.run().endAs(body, Json.NULL);
  }

  static String text(Json value) {
    return value instanceof Json.Str(String text) ? text : JsonText.write(value);
  }
}
