package dev.jobc.executor.work;

import dev.jobc.executor.core.ScopeImage;
import dev.jobc.executor.core.ScopeImage.Progress;
import dev.jobc.executor.core.StepRef;
import dev.jobc.executor.store.ValueStore;
import dev.jobc.executor.store.ValueStore.Address;
import dev.jobc.executor.work.RunValues.Place;
import dev.jobc.json.Json;
import dev.jobc.json.JsonText;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the instance of a node that a name means: the one in an instance around the reader, or in
 * the last one that a step beside it has run.
 */
final class Instances {
  private final long runId;
  private final RunValues values;
  private final ValueStore store;

  Instances(long runId, RunValues values, ValueStore store) {
    this.runId = runId;
    this.values = values;
    this.store = store;
  }

  /** Null when nothing has run that graph. */
  @Nullable StepRef step(Place from, int graph, int node) {
    Place place = find(from, graph);
    return place == null ? null : values.step(place, node);
  }

  private @Nullable Place find(Place from, int graph) {
    Place around = values.around(from, graph);
    PlanLookup.Place owner = values.plan().owner(graph);
    if (around != null || owner == null) {
      return around;
    }
    StepRef step = step(from, owner.graph(), owner.node());
    ScopeImage last = step == null ? null : last(step, List.of(graph));
    return last == null ? null : new Place(last.number(), last.released() - 1);
  }

  /** The last scope of a step that readers outside may look into; null when there is none. */
  @Nullable ScopeImage last(StepRef owner, Collection<Integer> graphs) {
    ScopeImage last = null;
    for (ScopeImage scope : store.opened(new Address(runId, owner))) {
      if (graphs.contains(scope.graph()) && !scope.has(Progress.HIDDEN)) {
        last = scope;
      }
    }
    if (last != null) {
      ValueCache.read(store, values, runId, last.number());
    }
    return last;
  }

  /** The try of a block. */
  ScopeImage attempt(StepRef block, int body, int number) {
    return store.opened(new Address(runId, block)).stream()
        .filter(scope -> scope.graph() == body && scope.first() == number)
        .findFirst()
        .orElseThrow();
  }

  /** What a step has opened, in order. */
  Collection<ScopeImage> opened(StepRef owner) {
    Collection<ScopeImage> opened = store.opened(new Address(runId, owner));
    opened.forEach(scope -> ValueCache.read(store, values, runId, scope.number()));
    return opened;
  }

  /** What a step has given, JSON null when nothing. */
  Json outputs(StepRef ref) {
    Json known = values.output(ref);
    if (known != null) {
      return known;
    }
    Address address = new Address(runId, ref);
    byte[] body = store.outputs(List.of(address)).get(address);
    if (body == null) {
      return Json.NULL;
    }
    Json read = JsonText.parse(body);
    values.output(ref, read);
    return read;
  }
}
