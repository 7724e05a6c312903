package dev.jobc.executor.store.memory;

import dev.jobc.executor.EngineException;
import dev.jobc.executor.Revision;
import dev.jobc.executor.core.PlanShape;
import dev.jobc.executor.core.Spread;
import dev.jobc.executor.store.PlanStore;
import dev.jobc.executor.store.StoredPlan;
import dev.jobc.json.JsonText;
import dev.jobc.plan.Plan;
import dev.jobc.plan.PlanDigest;
import dev.jobc.plan.PlanJson;
import dev.jobc.plan.Provenance;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Plans, files and the numbers of queues. */
final class MemoryPlans implements PlanStore {
  private final Map<String, StoredPlan> byDigest = new LinkedHashMap<>();
  private final Map<String, List<Revision>> revisions = new TreeMap<>();
  private final Map<String, byte[]> blobs = new HashMap<>();
  private final Map<String, Integer> queues = new LinkedHashMap<>();
  private final Map<List<String>, Long> turns = new HashMap<>();
  private final InstantSource clock;

  MemoryPlans(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public synchronized StoredPlan keepPlan(
      Plan plan, Map<String, byte[]> files, @Nullable Provenance provenance) {
    blobs.putAll(files);
    String digest = PlanDigest.sha256(JsonText.canonical(PlanJson.write(plan)));
    StoredPlan kept =
        byDigest.computeIfAbsent(
            digest, key -> new StoredPlan(byDigest.size() + 1, key, new PlanShape(plan)));
    String workflow = plan.namespace() + "/" + plan.name();
    List<Revision> named = revisions.computeIfAbsent(workflow, name -> new ArrayList<>());
    if (named.isEmpty() || !named.getFirst().planId().equals(digest)) {
      named.addFirst(new Revision(workflow, named.size() + 1, digest, clock.instant(), provenance));
    }
    return kept;
  }

  @Override
  public synchronized Optional<StoredPlan> findPlan(String digest) {
    return Optional.ofNullable(byDigest.get(digest));
  }

  @Override
  public synchronized Optional<Revision> findRevision(
      String namespace, String name, @Nullable Integer revision) {
    return revisions(namespace, name).stream()
        .filter(one -> revision == null || one.number() == revision)
        .findFirst();
  }

  @Override
  public synchronized List<Revision> revisions(String namespace, String name) {
    return List.copyOf(revisions.getOrDefault(namespace + "/" + name, List.of()));
  }

  @Override
  public synchronized List<Revision> newest() {
    return revisions.values().stream().map(List::getFirst).toList();
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

  /** Which of several queues is next. */
  synchronized int turn(List<String> of, long anywhere) {
    long turn = turns.merge(of, Spread.mix(anywhere) >>> 1, (known, first) -> known + 1);
    return Spread.among(turn, of.size());
  }

  synchronized Map<String, Integer> queues() {
    return new LinkedHashMap<>(queues);
  }
}
