package dev.jobc.executor.work;

import dev.jobc.executor.TaskError;
import dev.jobc.executor.core.ScopeImage;
import dev.jobc.executor.core.StepRef;
import dev.jobc.executor.store.Outcome;
import dev.jobc.executor.store.ValueStore;
import dev.jobc.executor.work.RunValues.Place;
import dev.jobc.expr.EvaluationException;
import dev.jobc.expr.Evaluator;
import dev.jobc.expr.PlanExpr;
import dev.jobc.json.Json;
import dev.jobc.json.JsonText;
import dev.jobc.plan.Fan;
import dev.jobc.plan.Node;
import dev.jobc.plan.Repeat;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a step that runs graphs does when one of them is over: another turn, or its outputs. */
final class Turns {
  private final long runId;
  private final RunValues values;
  private final ValueStore store;

  Turns(long runId, RunValues values, ValueStore store) {
    this.runId = runId;
    this.values = values;
    this.store = store;
  }

  /**
   * What follows a graph that is over.
   *
   * @param last the last one that readers outside may look into
   */
  Outcome after(StepRef ref, Node node, ScopeImage last) throws EvaluationException {
    return switch (node) {
      case Repeat.Loop loop -> after(loop, last);
      case Repeat.Poll poll -> after(poll, last);
      case Fan.MapReduce parts -> after(parts, last);
      case Fan.Spawn spawn ->
          new SpawnWork(spawn)
              .results(new Instances(runId, values, store).opened(ref), values, this::outputs);
      case Fan.Race race -> new Outcome.Succeeded(won(race, last));
      default -> new Outcome.Entered(last.number());
    };
  }

  private StepEnvironment in(ScopeImage turn) {
    return StepEnvironment.of(runId, new Place(turn.number(), 0), values, store);
  }

  private Outcome after(Repeat.Loop loop, ScopeImage turn) throws EvaluationException {
    StepEnvironment env = in(turn);
    Json.ObjectBuilder next = Json.object();
    for (Map.Entry<String, PlanExpr> value : loop.next().entrySet()) {
      next.put(value.getKey(), Evaluator.evaluate(value.getValue(), env));
    }
    Json.Obj state = next.build();
    PlanExpr until = loop.until();
    boolean last = turn.first() + 1 == loop.maxIterations();
    boolean done = until == null ? last : Evaluator.evaluate(until, env).equals(Json.TRUE);
    if (done) {
      return new Outcome.Succeeded(JsonText.writeBytes(state));
    }
    if (last) {
      String message = "its condition does not hold after %d iterations";
      return new Outcome.Failed(
          new TaskError(TaskError.LOOP_LIMIT, message.formatted(loop.maxIterations())));
    }
    return opened(loop, turn.number(), loop.delay(), state);
  }

  static Outcome opened(Repeat.Loop loop, int after, long delay, Json.Obj state) {
    byte[] given = JsonText.writeBytes(Json.array(List.of(state)));
    return new Outcome.Opened(loop.body(), after, 1, delay, given);
  }

  private Outcome after(Repeat.Poll poll, ScopeImage turn) throws EvaluationException {
    PlanExpr until = poll.until();
    if (until != null && !Evaluator.evaluate(until, in(turn)).equals(Json.TRUE)) {
      return new Outcome.Opened(poll.body(), turn.number(), 1, poll.every(), null);
    }
    return given(turn);
  }

  /** The step gives what the only task of its last graph gave. */
  private Outcome given(ScopeImage last) {
    Json given = new Instances(runId, values, store).outputs(new StepRef(last.number(), 0));
    return new Outcome.Succeeded(given == Json.NULL ? null : JsonText.writeBytes(given));
  }

  private Outcome after(Fan.MapReduce parts, ScopeImage level) {
    if (level.graph() == parts.reduce()) {
      return given(level);
    }
    Map<Integer, byte[]> outputs = outputs(level);
    List<Json> results = new ArrayList<>(level.size());
    for (int item = 0; item < level.size(); item++) {
      byte[] given = outputs.get(item);
      results.add(given == null ? Json.NULL : JsonText.parse(given));
    }
    return new MapReduceWork(parts).next(level.number(), results);
  }

  /** What the only task of each instance gave. */
  private Map<Integer, byte[]> outputs(ScopeImage scope) {
    return store.gather(runId, scope.number(), 0, 1);
  }

  /** Who has won, and what the last step of that branch gave. */
  private byte[] won(Fan.Race race, ScopeImage winner) {
    Map<String, Json> outputs = new LinkedHashMap<>();
    outputs.put("winner", Json.of(race.branches().get(winner.first()).name()));
    int size = values.plan().shape().graph(winner.graph()).size();
    if (size > 0) {
      StepRef last = new StepRef(winner.number(), size - 1);
      if (new Instances(runId, values, store).outputs(last)
          instanceof Json.Obj(Map<String, Json> given)) {
        given.forEach(outputs::putIfAbsent);
      }
    }
    return JsonText.writeBytes(Json.object(outputs));
  }
}
