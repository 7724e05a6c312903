package dev.jobc.executor.work;

import dev.jobc.executor.core.ScopeImage;
import dev.jobc.executor.core.StepRef;
import dev.jobc.executor.store.ValueStore;
import dev.jobc.executor.work.RunValues.Place;
import dev.jobc.json.Json;
import dev.jobc.json.JsonText;
import dev.jobc.plan.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The outputs of a node inside maps, seen from outside: a list at every map on the way down. */
final class Gathering {
  private final long runId;
  private final RunValues values;
  private final ValueStore store;
  private final Instances instances;

  Gathering(long runId, RunValues values, ValueStore store, Instances instances) {
    this.runId = runId;
    this.values = values;
    this.store = store;
    this.instances = instances;
  }

  Json gather(Place from, int graph, int node) {
    List<Integer> path = path(from, graph);
    Place start = path.isEmpty() ? null : values.around(from, path.getFirst());
    return start == null ? Json.NULL : gather(start, path, 0, node);
  }

  /** The graphs from one that is around the reader down to the given one. */
  private List<Integer> path(Place from, int graph) {
    List<Integer> path = new ArrayList<>(List.of(graph));
    while (values.around(from, path.getFirst()) == null) {
      PlanLookup.Place owner = values.plan().owner(path.getFirst());
      if (owner == null) {
        return List.of();
      }
      path.addFirst(owner.graph());
    }
    return path;
  }

  private Json gather(Place at, List<Integer> path, int depth, int node) {
    if (depth == path.size() - 1) {
      return instances.outputs(values.step(at, node));
    }
    int next = path.get(depth + 1);
    PlanLookup.Place owner = values.plan().owner(next);
    if (owner == null) {
      return Json.NULL;
    }
    StepRef step = values.step(at, owner.node());
    ScopeImage scope = instances.last(step, List.of(next));
    Node runner = values.plan().shape().node(owner.graph(), owner.node());
    if (scope == null) {
      return runner instanceof Node.ForEach map && began(step) ? nothing(map) : Json.NULL;
    }
    if (!(runner instanceof Node.ForEach)) {
      return gather(new Place(scope.number(), 0), path, depth + 1, node);
    }
    boolean last = depth + 1 == path.size() - 1;
    return last ? items(scope, node) : nested(scope, path, depth, node);
  }

  /** A map that did not begin has no items, not even none. */
  private boolean began(StepRef map) {
    var ending = store.ending(new ValueStore.Address(runId, map));
    return ending == null || !ending.status().equals("skipped");
  }

  private static Json nothing(Node.ForEach map) {
    return map.key() == null ? Json.array(List.of()) : Json.object(Map.of());
  }

  private Json nested(ScopeImage scope, List<Integer> path, int depth, int node) {
    List<Json> lists = new ArrayList<>(scope.size());
    for (int item = 0; item < scope.size(); item++) {
      lists.add(gather(new Place(scope.number(), item), path, depth + 1, node));
    }
    return keyed(scope, lists);
  }

  private Json items(ScopeImage scope, int node) {
    int size = values.size(scope.number());
    Map<Integer, byte[]> outputs = store.gather(runId, scope.number(), node, size);
    List<Json> items = new ArrayList<>(scope.size());
    for (int item = 0; item < scope.size(); item++) {
      byte @Nullable [] body = outputs.get(item);
      items.add(body == null ? Json.NULL : JsonText.parse(body));
    }
    return keyed(scope, items);
  }

  /** A list, or a map when the items have keys. */
  private Json keyed(ScopeImage scope, List<Json> results) {
    List<Json> keys = values.open(scope.number()).keys();
    if (keys == null) {
      return Json.array(results);
    }
    Map<String, Json> members = new LinkedHashMap<>();
    for (int item = 0; item < results.size(); item++) {
      if (keys.get(item) instanceof Json.Str(String key)) {
        members.put(key, results.get(item));
      }
    }
    return Json.object(members);
  }
}
