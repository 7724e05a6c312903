package dev.jobc.executor.store.memory;

import dev.jobc.executor.EngineException;
import dev.jobc.executor.core.PlanShape;
import dev.jobc.executor.store.PlanStore;
import dev.jobc.executor.store.StoredPlan;
import dev.jobc.json.JsonText;
import dev.jobc.plan.Plan;
import dev.jobc.plan.PlanDigest;
import dev.jobc.plan.PlanJson;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Plans, files and the numbers of queues. */
final class MemoryPlans implements PlanStore {
  private final Map<String, StoredPlan> byDigest = new LinkedHashMap<>();
  private final Map<String, List<StoredPlan>> revisions = new HashMap<>();
  private final Map<String, byte[]> blobs = new HashMap<>();
  private final Map<String, Integer> queues = new LinkedHashMap<>();

  @Override
  public synchronized StoredPlan keepPlan(Plan plan, Map<String, byte[]> files) {
    blobs.putAll(files);
    String digest = PlanDigest.sha256(JsonText.canonical(PlanJson.write(plan)));
    StoredPlan kept =
        byDigest.computeIfAbsent(
            digest, key -> new StoredPlan(byDigest.size() + 1, key, new PlanShape(plan)));
    List<StoredPlan> named =
        revisions.computeIfAbsent(plan.namespace() + "/" + plan.name(), name -> new ArrayList<>());
    if (named.isEmpty() || !named.getLast().equals(kept)) {
      named.add(kept);
    }
    return kept;
  }

  @Override
  public synchronized Optional<StoredPlan> findPlan(String digest) {
    return Optional.ofNullable(byDigest.get(digest));
  }

  @Override
  public synchronized Optional<StoredPlan> findRevision(
      String namespace, String name, @Nullable Integer revision) {
    List<StoredPlan> named = revisions.getOrDefault(namespace + "/" + name, List.of());
    int number = revision == null ? named.size() : revision;
    return number >= 1 && number <= named.size()
        ? Optional.of(named.get(number - 1))
        : Optional.empty();
  }

  @Override
  public synchronized StoredPlan plan(int number) {
    return byDigest.values().stream()
        .filter(plan -> plan.number() == number)
        .findFirst()
        .orElseThrow(
            () ->
                new EngineException(
                    EngineException.Kind.NOT_FOUND, "no plan has the number " + number));
  }

  @Override
  public synchronized Map<String, byte[]> blobs(Set<String> digests) {
    Map<String, byte[]> found = new HashMap<>(blobs);
    found.keySet().retainAll(digests);
    return found;
  }

  @Override
  public synchronized int queue(String name) {
    return queues.computeIfAbsent(name, key -> queues.size() + 1);
  }

  synchronized Map<String, Integer> queues() {
    return new LinkedHashMap<>(queues);
  }
}
