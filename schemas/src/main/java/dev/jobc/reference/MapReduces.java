package dev.jobc.reference;

import dev.jobc.expr.EvaluationException;
import dev.jobc.json.Json;
import dev.jobc.plan.Fan;
import dev.jobc.reference.Body.Opening;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Map-reduce: parts, neighbours joined until few are left, all results together. */
final class MapReduces {
  private final Program program;
  private final Graphs graphs;

  MapReduces(Program program, Graphs graphs) {
    this.program = program;
    this.graphs = graphs;
  }

  /** A level: what each of its bodies gave, null when one has failed or was cancelled. */
  private record Level(@Nullable List<Json> results, long end) {}

  void run(Turn turn, Fan.MapReduce node) throws EvaluationException {
    Names names = program.names(turn.body());
    List<Json> over = MapSteps.list(names.evaluate(node.over()));
    long partitions = names.evaluate(node.partitions()) instanceof Json.Int(long n) ? n : 0;
    if (partitions < 1) {
      throw new EvaluationException("`partitions` must be at least 1, not " + partitions);
    }
    Level level = level(turn, node.map(), "map", parts(over, partitions), turn.start());
    Integer combine = node.combine();
    for (int depth = 0; combine != null && isLarge(level); depth++) {
      level = combined(turn, combine, depth, level);
    }
    List<Json> results = level.results();
    if (results != null) {
      reduce(turn, node, results, level.end());
    }
  }

  private static boolean isLarge(Level level) {
    List<Json> results = level.results();
    return results != null && results.size() > Fan.MapReduce.FAN_IN;
  }

  private Level combined(Turn turn, int combine, int depth, Level level) {
    List<Json> results = level.results() == null ? List.of() : level.results();
    List<Json> groups = new ArrayList<>();
    for (int from = 0; from < results.size(); from += Fan.MapReduce.FAN_IN) {
      int to = Math.min(results.size(), from + Fan.MapReduce.FAN_IN);
      groups.add(Json.array(results.subList(from, to)));
    }
    return level(turn, combine, "combine" + depth, groups, level.end());
  }

  private void reduce(Turn turn, Fan.MapReduce node, List<Json> results, long at) {
    String path = turn.path() + "/reduce";
    Opening opening =
        new Opening(node.reduce(), turn.body(), path, Json.array(results), -1, Json.NULL);
    Body body = turn.run().ran(graphs.run(opening, at, turn.horizon()));
    turn.run().endAs(body, body.step(0).outputs());
  }

  /** Bodies beside each other; one that fails cancels the rest, and the step has its error. */
  private Level level(Turn turn, int graph, String what, List<Json> parts, long at) {
    Function<Long, List<Body>> run =
        horizon -> {
          List<Body> bodies = new ArrayList<>();
          for (int i = 0; i < parts.size(); i++) {
            String path = turn.path() + "/" + what + "[" + i + "]";
            Opening opening = Opening.item(graph, turn.body(), path, parts.get(i), i);
            bodies.add(graphs.run(opening, at, horizon));
          }
          return bodies;
        };
    List<Body> bodies = run.apply(turn.horizon());
    Body failed = MapSteps.firstFailed(bodies);
    if (failed != null) {
      run.apply(failed.end()).forEach(turn.run()::ranUnseen);
      turn.run().endAs(failed, Json.NULL);
      return new Level(null, failed.end());
    }
    bodies.forEach(turn.run()::ranUnseen);
    if (bodies.stream().anyMatch(body -> body.state() == State.CANCELLED)) {
      turn.cancelled();
      return new Level(null, turn.horizon());
    }
    long end = bodies.stream().mapToLong(Body::end).max().orElse(at);
    return new Level(bodies.stream().map(body -> body.step(0).outputs()).toList(), end);
  }

  /** Parts of nearly equal size, in order; never more than there are items. */
  static List<Json> parts(List<Json> items, long partitions) {
    int count = (int) Math.min(items.size(), partitions);
    List<Json> parts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int from = (int) ((long) items.size() * i / count);
      int to = (int) ((long) items.size() * (i + 1) / count);
      parts.add(Json.array(items.subList(from, to)));
    }
    return parts;
  }
}
