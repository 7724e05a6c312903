package dev.jobc.executor.work;

import dev.jobc.executor.core.RunCommand.Enter;
import dev.jobc.executor.store.Outcome;
import dev.jobc.expr.Environment;
import dev.jobc.expr.EvaluationException;
import dev.jobc.expr.Evaluator;
import dev.jobc.json.Json;
import dev.jobc.json.JsonText;
import dev.jobc.plan.Fan;
import java.util.ArrayList;
import java.util.List;

/** What the levels of a map-reduce are given: parts of a list, then results of the level before. */
final class MapReduceWork {
  private final Fan.MapReduce node;

  MapReduceWork(Fan.MapReduce node) {
    this.node = node;
  }

  Outcome open(Environment env) throws EvaluationException {
    Json over = Evaluator.evaluate(node.over(), env);
    if (!(over instanceof Json.Arr(List<Json> items))) {
      throw new EvaluationException("what is gone through is no list");
    }
    Json partitions = Evaluator.evaluate(node.partitions(), env);
    long most = partitions instanceof Json.Int(long number) ? number : 0;
    if (most < 1) {
      throw new EvaluationException("`partitions` must be at least 1, not " + most);
    }
    List<Json> parts = parts(items, most);
    return parts.isEmpty()
        ? opened(node.reduce(), Enter.NEW, List.of(Json.array(List.of())))
        : opened(node.map(), Enter.NEW, parts);
  }

  /** Parts of nearly equal size, in order; never more than there are items. */
  private static List<Json> parts(List<Json> items, long most) {
    int count = (int) Math.min(items.size(), most);
    List<Json> parts = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int from = (int) ((long) items.size() * i / count);
      int to = (int) ((long) items.size() * (i + 1) / count);
      parts.add(Json.array(items.subList(from, to)));
    }
    return parts;
  }

  /** What follows a level that has given these results. */
  Outcome next(int level, List<Json> results) {
    Integer combine = node.combine();
    if (combine == null || results.size() <= Fan.MapReduce.FAN_IN) {
      return opened(node.reduce(), level, List.of(Json.array(results)));
    }
    List<Json> groups = new ArrayList<>();
    for (int from = 0; from < results.size(); from += Fan.MapReduce.FAN_IN) {
      int to = Math.min(results.size(), from + Fan.MapReduce.FAN_IN);
      groups.add(Json.array(results.subList(from, to)));
    }
    return opened(combine, level, groups);
  }

  private static Outcome opened(int graph, int after, List<Json> given) {
    return new Outcome.Opened(
        graph, after, given.size(), 0, JsonText.writeBytes(Json.array(given)));
  }
}
