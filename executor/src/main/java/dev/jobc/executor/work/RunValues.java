package dev.jobc.executor.work;

import dev.jobc.executor.TraceContext;
import dev.jobc.executor.core.Role;
import dev.jobc.executor.core.ScopeImage;
import dev.jobc.executor.core.StepRef;
import dev.jobc.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Values of one run that were read or produced here. All of them are immutable once they exist. */
final class RunValues {
  private static final int MAX_OUTPUTS = 10_000;

  private final PlanLookup plan;
  private volatile @Nullable Long origin;
  private volatile @Nullable TraceContext trace;
  private volatile @Nullable Submitted submitted;
  private volatile @Nullable Optional<Json.Obj> start;
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

  /**
   * A scope, as it was when it was read, and what its instances were given.
   *
   * @param numbers of the instances among their siblings; null when they follow each other
   */
  record OpenMap(
      ScopeImage scope,
      List<Json> items,
      @Nullable List<Json> keys,
      @Nullable List<Json> numbers) {}

  RunValues(PlanLookup plan) {
    this.plan = plan;
  }

  PlanLookup plan() {
    return plan;
  }

  /** The run that this one has taken up, by way of others perhaps, or itself; null if not read. */
  @Nullable Long origin() {
    return origin;
  }

  /** The trace it belongs to; null for none, or when its origin was not read either. */
  @Nullable TraceContext trace() {
    return trace;
  }

  void lineage(long run, @Nullable TraceContext context) {
    trace = context;
    origin = run;
  }

  @Nullable Submitted submitted() {
    return submitted;
  }

  void submitted(Submitted value) {
    submitted = value;
  }

  /** What started the run, empty for a person; null when it was not read. */
  @Nullable Optional<Json.Obj> start() {
    return start;
  }

  void start(Optional<Json.Obj> facts) {
    start = facts;
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

  /** The graph that a step instance belongs to; its scope must be known. */
  int graph(StepRef ref) {
    return graph(ref.scope());
  }

  private int graph(int scope) {
    return scope == StepRef.ROOT ? 0 : open(scope).scope().graph();
  }

  OpenMap open(int scope) {
    OpenMap map = maps.get(scope);
    if (map == null) {
      throw new IllegalStateException("scope " + scope + " was not read");
    }
    return map;
  }

  /** The nodes of the graph that a scope runs, at least 1. */
  int size(int scope) {
    return Math.max(1, plan.shape().graph(graph(scope)).size());
  }

  /** Where a step instance stands. */
  Place place(StepRef ref) {
    return new Place(ref.scope(), ref.step() / size(ref.scope()));
  }

  /**
   * The number of an instance among its siblings: of the item, the try, the turn, the call. Calls
   * that code makes are numbered task by task.
   */
  long number(Place place) {
    OpenMap open = open(place.scope());
    List<Json> numbers = open.numbers();
    if (numbers == null && open.scope().role() == Role.CALLS) {
      return place.item();
    }
    return numbers != null && numbers.get(place.item()) instanceof Json.Int(long number)
        ? number
        : open.scope().first() + place.item();
  }

  /** The instance of a graph around a place, or that place itself; null when there is none. */
  @Nullable Place around(Place from, int graph) {
    Place at = from;
    while (graph(at.scope()) != graph) {
      if (at.scope() == StepRef.ROOT) {
        return null;
      }
      at = outer(at);
    }
    return at;
  }

  /** The instance whose names a place sees beside its own. */
  private Place outer(Place at) {
    ScopeImage scope = open(at.scope()).scope();
    boolean follows = scope.within() != scope.parent().scope();
    return follows ? new Place(scope.within(), 0) : place(scope.parent());
  }

  /**
   * One instance of a graph.
   *
   * @param item its number within the scope
   */
  record Place(int scope, int item) {}

  /** The instance of a node in an instance of its graph. */
  StepRef step(Place place, int node) {
    return new StepRef(place.scope(), place.item() * size(place.scope()) + node);
  }

  /** The instance of a node of this graph or one around it; null when it is in neither. */
  @Nullable StepRef instance(StepRef from, int graph, int node) {
    Place place = around(place(from), graph);
    return place == null ? null : step(place, node);
  }
}
