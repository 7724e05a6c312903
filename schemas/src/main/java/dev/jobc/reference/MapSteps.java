package dev.jobc.reference;

import dev.jobc.expr.EvaluationException;
import dev.jobc.expr.PlanExpr;
import dev.jobc.json.Json;
import dev.jobc.plan.Node;
import dev.jobc.reference.Body.Opening;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Maps: at most so many items at once, in order. */
final class MapSteps {
  private final Program program;
  private final Graphs graphs;

  MapSteps(Program program, Graphs graphs) {
    this.program = program;
    this.graphs = graphs;
  }

  void run(Turn turn, Node.ForEach map) throws EvaluationException {
    List<Json> listed = list(program.names(turn.body()).evaluate(map.items()));
    if (listed.size() > map.maxItems()) {
      throw new EvaluationException(
          "the list of step `%s` has %d items, more than its `maxItems` of %d"
              .formatted(map.id(), listed.size(), map.maxItems()));
    }
    List<Json> items = batches(listed, map.batch());
    PlanExpr key = map.key();
    if (key != null) {
      turn.run().keyed(keys(turn, map, key, items));
    }
    boolean cut = runItems(turn, map, items);
    finish(turn.run(), turn);
    if (cut && turn.run().state() == State.SUCCEEDED && turn.run().returned() == null) {
      turn.run().finish(State.CANCELLED, turn.run().end());
    }
  }

  /** Whether items were left out because something around the map ended early. */
  private boolean runItems(Turn turn, Node.ForEach map, List<Json> items) {
    PriorityQueue<Long> slots = new PriorityQueue<>();
    long failed = Turn.NEVER;
    for (int i = 0; i < items.size(); i++) {
      long at = slots.size() < map.maxParallel() ? turn.start() : slots.remove();
      if (at > turn.horizon()) {
        return true;
      }
      if (map.failFast() && at >= failed) {
        return false;
      }
      Body body = graphs.run(opening(turn, map, items, i), at, turn.horizon());
      turn.run().ran(body);
      slots.add(body.end());
      failed = body.state() == State.FAILED ? Math.min(failed, body.end()) : failed;
    }
    return false;
  }

  private static Opening opening(Turn turn, Node.ForEach map, List<Json> items, int i) {
    String path = turn.path() + "[" + i + "]";
    return Opening.item(map.body(), turn.body(), path, items.get(i), i);
  }

  /** The result of bodies that run beside each other. */
  static void finish(StepRun run, Turn turn) {
    List<Body> bodies = run.bodies();
    long end = bodies.stream().mapToLong(Body::end).max().orElse(turn.start());
    Returned returned =
        bodies.stream()
            .map(Body::returned)
            .filter(r -> r != null)
            .min(Comparator.comparingLong(Returned::at))
            .orElse(null);
    Body failed = firstFailed(bodies);
    if (returned != null) {
      run.returns(end, returned);
    } else if (bodies.stream().anyMatch(body -> body.state() == State.CANCELLED)) {
      run.finish(State.CANCELLED, end);
    } else if (failed != null) {
      run.endAs(failed, Json.NULL);
      run.finish(State.FAILED, end);
    } else {
      run.succeed(end, Json.NULL);
    }
  }

  static @Nullable Body firstFailed(List<Body> bodies) {
    return bodies.stream()
        .filter(body -> body.state() == State.FAILED)
        .min(Comparator.comparingLong(Body::end))
        .orElse(null);
  }

  private List<String> keys(Turn turn, Node.ForEach map, PlanExpr key, List<Json> items)
      throws EvaluationException {
    List<String> keys = new ArrayList<>();
    Set<String> known = new HashSet<>();
    for (int i = 0; i < items.size(); i++) {
      Body body = new Body(program.plan(), opening(turn, map, items, i));
      String text = Steps.text(program.names(body).evaluate(key));
      if (!known.add(text)) {
        throw new EvaluationException("two items have the key \"" + text + "\"");
      }
      keys.add(text);
    }
    return keys;
  }

  private static List<Json> batches(List<Json> items, int size) {
    if (size == 0) {
      return items;
    }
    List<Json> batches = new ArrayList<>();
    for (int from = 0; from < items.size(); from += size) {
      batches.add(Json.array(items.subList(from, Math.min(items.size(), from + size))));
    }
    return batches;
  }

  static List<Json> list(Json value) throws EvaluationException {
    if (value instanceof Json.Arr(List<Json> items)) {
      return items;
    }
    throw new EvaluationException("what is gone through is no list");
  }
}
