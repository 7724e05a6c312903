package dev.jobc.executor.work;

import dev.jobc.executor.core.StepRef;
import dev.jobc.executor.store.PlanStore;
import dev.jobc.executor.store.ValueStore;
import dev.jobc.executor.store.ValueStore.Address;
import dev.jobc.executor.store.ValueStore.ScopeAddress;
import dev.jobc.executor.store.Work;
import dev.jobc.expr.PlanExpr;
import dev.jobc.json.Json;
import dev.jobc.json.JsonText;
import dev.jobc.plan.Node;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The values of the runs that are worked on here. Values never change, so that nothing is ever
 * stale; the least recently used runs are forgotten.
 */
final class ValueCache {
  private static final int MAX_RUNS = 4_096;
  private static final Json.Obj NO_INPUTS = Json.object().build();

  private final PlanStore plans;
  private final ValueStore store;
  private final Map<Integer, PlanLookup> lookups = new ConcurrentHashMap<>();
  private final Map<Long, RunValues> runs =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, RunValues> eldest) {
          return size() > MAX_RUNS;
        }
      };

  ValueCache(PlanStore plans, ValueStore store) {
    this.plans = plans;
    this.store = store;
  }

  ValueStore store() {
    return store;
  }

  RunValues of(Work work) {
    synchronized (runs) {
      return runs.computeIfAbsent(work.runId(), run -> new RunValues(lookup(work.planId())));
    }
  }

  /** Null when nothing of the run is known here. */
  @Nullable RunValues known(long runId) {
    synchronized (runs) {
      return runs.get(runId);
    }
  }

  private PlanLookup lookup(int planId) {
    return lookups.computeIfAbsent(planId, id -> new PlanLookup(plans.plan(id).shape()));
  }

  void forget(Collection<Long> ended) {
    synchronized (runs) {
      ended.forEach(runs::remove);
    }
  }

  /** Keeps what a step has given for good, when another step of the plan may ask for it. */
  void produced(Work work, byte[] outputs) {
    RunValues values = of(work);
    if (work.ref().scope() != StepRef.ROOT && values.map(work.ref().scope()) == null) {
      return;
    }
    int graph = values.graph(work.ref());
    int node = work.ref().step() % values.plan().shape().graph(graph).size();
    if (values.plan().isRead(graph, node)) {
      values.output(work.ref(), object(outputs));
    }
  }

  /**
   * Reads what the expressions of these steps refer to and is not known here.
   *
   * @return the values of each run; they stay complete even when the cache forgets the run
   */
  Map<Long, RunValues> prepare(Collection<Work> batch) {
    Map<Long, RunValues> values = new HashMap<>();
    batch.forEach(work -> values.computeIfAbsent(work.runId(), run -> of(work)));
    readMaps(batch, values);
    readOrigins(values);
    Set<Long> inputs = new HashSet<>();
    Set<Address> outputs = new HashSet<>();
    for (Work work : batch) {
      RunValues run = known(values, work.runId());
      References references = run.plan().references(node(run, work.ref()));
      if (references.inputs() && run.submitted() == null) {
        inputs.add(work.runId());
      }
      for (PlanExpr.StepOutputs step : references.outputs()) {
        StepRef ref = run.instance(work.ref(), step.graph(), step.node());
        if (ref != null && run.output(ref) == null) {
          outputs.add(new Address(work.runId(), ref));
        }
      }
    }
    readInputs(inputs, values);
    readOutputs(outputs, values);
    return values;
  }

  static Node node(RunValues values, StepRef ref) {
    return values.plan().shape().node(values.graph(ref), ref.step());
  }

  private static RunValues known(Map<Long, RunValues> values, long runId) {
    RunValues run = values.get(runId);
    if (run == null) {
      throw new IllegalStateException("run " + runId + " is not of this batch");
    }
    return run;
  }

  /** The scopes around the steps, from the inside out: one query a level of nesting. */
  private void readMaps(Collection<Work> batch, Map<Long, RunValues> values) {
    for (Set<ScopeAddress> missing = missing(batch, values);
        !missing.isEmpty();
        missing = missing(batch, values)) {
      var found = store.scopes(missing);
      if (found.size() < missing.size()) {
        throw new IllegalStateException("a scope of the claimed work does not exist");
      }
      found.forEach((address, scope) -> keep(known(values, address.runId()), scope));
    }
  }

  private static void keep(RunValues run, ValueStore.Items scope) {
    byte[] items = scope.items();
    Json given = items == null ? Json.NULL : JsonText.parse(items);
    if (given instanceof Json.Obj lists) {
      List<Json> calls = list(lists.get(MapWork.ITEMS));
      List<Json> keys = listOrNull(lists.get(MapWork.KEYS));
      List<Json> numbers = listOrNull(lists.get(MapWork.NUMBERS));
      run.map(new RunValues.OpenMap(scope.scope(), calls, keys, numbers));
    } else {
      run.map(new RunValues.OpenMap(scope.scope(), list(given), null, null));
    }
  }

  private static @Nullable List<Json> listOrNull(@Nullable Json value) {
    return value == null ? null : list(value);
  }

  private static List<Json> list(@Nullable Json value) {
    return value instanceof Json.Arr array ? array.items() : List.of();
  }

  /** Reads a scope that is not around any claimed work. */
  static void read(ValueStore store, RunValues run, long runId, int scope) {
    if (scope != StepRef.ROOT && run.map(scope) == null) {
      store.scopes(List.of(new ScopeAddress(runId, scope))).values().forEach(s -> keep(run, s));
    }
  }

  private static Set<ScopeAddress> missing(Collection<Work> batch, Map<Long, RunValues> values) {
    Set<ScopeAddress> missing = new HashSet<>();
    for (Work work : batch) {
      int scope = work.ref().scope();
      while (scope != StepRef.ROOT) {
        RunValues.OpenMap map = known(values, work.runId()).map(scope);
        if (map == null) {
          missing.add(new ScopeAddress(work.runId(), scope));
          break;
        }
        scope = map.scope().within();
      }
    }
    return missing;
  }

  private void readOrigins(Map<Long, RunValues> values) {
    List<Long> wanted =
        values.entrySet().stream()
            .filter(run -> run.getValue().origin() == null)
            .map(Map.Entry::getKey)
            .toList();
    if (!wanted.isEmpty()) {
      ValueStore.Lineage lineage = store.lineage(wanted);
      for (long run : wanted) {
        known(values, run)
            .lineage(lineage.origins().getOrDefault(run, run), lineage.traces().get(run));
      }
    }
  }

  private void readInputs(Set<Long> wanted, Map<Long, RunValues> values) {
    if (wanted.isEmpty()) {
      return;
    }
    var found = store.inputs(wanted);
    for (long runId : wanted) {
      ValueStore.RunInput input = found.get(runId);
      known(values, runId)
          .submitted(
              input == null
                  ? new RunValues.Submitted(NO_INPUTS, "")
                  : new RunValues.Submitted(object(input.inputs()), input.directory()));
    }
  }

  private void readOutputs(Set<Address> wanted, Map<Long, RunValues> values) {
    if (wanted.isEmpty()) {
      return;
    }
    var found = store.outputs(wanted);
    for (Address address : wanted) {
      byte[] body = found.get(address);
      RunValues run = known(values, address.runId());
      if (body != null) {
        run.output(address.ref(), object(body));
      } else if (!run.plan().shape().decidesEarly()) {
        run.output(address.ref(), Json.NULL);
      }
    }
  }

  private static Json.Obj object(byte[] json) {
    return JsonText.parse(json) instanceof Json.Obj object ? object : NO_INPUTS;
  }
}
