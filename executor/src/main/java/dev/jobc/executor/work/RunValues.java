package dev.jobc.executor.work;

import dev.jobc.executor.core.ScopeImage;
import dev.jobc.executor.core.StepRef;
import dev.jobc.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Values of one run that were read or produced here. All of them are immutable once they exist. */
final class RunValues {
  private static final int MAX_OUTPUTS = 10_000;

  private final PlanLookup plan;
  private volatile @Nullable Submitted submitted;
  private final Map<Integer, OpenMap> maps = new ConcurrentHashMap<>();
  private final Map<StepRef, Json> outputs =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<StepRef, Json> eldest) {
          return size() > MAX_OUTPUTS;
        }
      };

  /** What the run was submitted with. */
  record Submitted(Json.Obj inputs, String directory) {}

  /** A map and the list it goes over. */
  record OpenMap(ScopeImage scope, List<Json> items) {}

  RunValues(PlanLookup plan) {
    this.plan = plan;
  }

  PlanLookup plan() {
    return plan;
  }

  @Nullable Submitted submitted() {
    return submitted;
  }

  void submitted(Submitted value) {
    submitted = value;
  }

  @Nullable OpenMap map(int scope) {
    return maps.get(scope);
  }

  void map(OpenMap map) {
    maps.put(map.scope().number(), map);
  }

  /** Null when it is not known here; JSON's null when the step gave none. */
  @Nullable Json output(StepRef ref) {
    synchronized (outputs) {
      return outputs.get(ref);
    }
  }

  void output(StepRef ref, Json value) {
    synchronized (outputs) {
      outputs.put(ref, value);
    }
  }

  /** The graph that a step instance belongs to; its map must be known. */
  int graph(StepRef ref) {
    return ref.scope() == StepRef.ROOT ? 0 : open(ref.scope()).scope().graph();
  }

  OpenMap open(int scope) {
    OpenMap map = maps.get(scope);
    if (map == null) {
      throw new IllegalStateException("map " + scope + " was not read");
    }
    return map;
  }

  /** The instance of a node of this graph or one around it, seen from a step instance. */
  StepRef instance(StepRef from, int graph, int node) {
    StepRef at = from;
    while (graph(at) != graph) {
      at = open(at.scope()).scope().parent();
    }
    int size = plan.shape().graph(graph).size();
    return new StepRef(at.scope(), at.step() / size * size + node);
  }

  /** Whether a graph is the one of this step instance or one around it. */
  boolean encloses(StepRef from, int graph) {
    StepRef at = from;
    while (graph(at) != graph) {
      if (at.scope() == StepRef.ROOT) {
        return false;
      }
      at = open(at.scope()).scope().parent();
    }
    return true;
  }
}
