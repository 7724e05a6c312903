package dev.jobc.executor.store;

import dev.jobc.executor.core.StepRef;
import dev.jobc.executor.core.Tries;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a session has claimed and not yet settled, by lease. Thread-safe.
 *
 * <ol>
 *   <li>A lease row lives as long as any of its entries is unsettled.
 *   <li>An entry that ends its step needs no change of the row: whoever inherits the lease sees in
 *       the run that the step has ended.
 *   <li>An entry that leaves its step unended (retry, opened map, given back) must leave the row in
 *       the same transaction, or an heir would run it a second time.
 * </ol>
 */
public final class LeaseBook {
  private final Map<Long, Map<Key, Claimed>> open = new HashMap<>();

  private record Key(long runId, StepRef ref, Tries tries) {
    static Key of(Claimed claimed) {
      Work work = claimed.work();
      return new Key(work.runId(), work.ref(), work.tries());
    }

    /** Asked several times a task; attempts of one step instance are seldom together. */
    @Override
    public int hashCode() {
      return Long.hashCode(runId * 31 + ((long) ref.scope() << Integer.SIZE) + ref.step());
    }
  }

  /**
   * What becomes of the lease rows.
   *
   * @param finished rows to delete
   * @param shrunk rows to rewrite, with the entries that stay
   */
  public record Change(List<Long> finished, Map<Long, List<Claimed>> shrunk) {}

  public synchronized void add(Collection<Claimed> claimed) {
    for (Claimed one : claimed) {
      open.computeIfAbsent(one.fence(), fence -> new LinkedHashMap<>()).put(Key.of(one), one);
    }
  }

  /**
   * A batch, each of it once, apart by whether the session still has what it is about.
   *
   * @param strays what was settled before
   */
  public record Split(List<Completion> held, List<Completion> strays) {}

  /** Tells what may be recorded from what was recorded already; changes nothing. */
  public synchronized Split split(List<Completion> batch) {
    Set<Claimed> seen = new HashSet<>();
    List<Completion> held = new ArrayList<>(batch.size());
    List<Completion> strays = new ArrayList<>();
    for (Completion one : batch) {
      Map<Key, Claimed> entries = open.getOrDefault(one.claimed().fence(), Map.of());
      if (!entries.containsKey(Key.of(one.claimed()))) {
        strays.add(one);
      } else if (seen.add(one.claimed())) {
        held.add(one);
      }
    }
    return new Split(held, strays);
  }

  /**
   * What settling these entries means; changes nothing.
   *
   * @param settled entries that are over for this session
   * @param unended those of them whose step has not ended
   */
  public synchronized Change change(Collection<Claimed> settled, Collection<Claimed> unended) {
    Map<Long, Set<Key>> gone = new HashMap<>();
    for (Claimed one : settled) {
      gone.computeIfAbsent(one.fence(), fence -> new HashSet<>()).add(Key.of(one));
    }
    Set<Long> rewritten = new HashSet<>();
    unended.forEach(one -> rewritten.add(one.fence()));
    List<Long> finished = new ArrayList<>();
    Map<Long, List<Claimed>> shrunk = new HashMap<>();
    gone.forEach(
        (fence, keys) -> {
          List<Claimed> rest = rest(fence, keys);
          if (rest.isEmpty()) {
            finished.add(fence);
          } else if (rewritten.contains(fence)) {
            shrunk.put(fence, rest);
          }
        });
    return new Change(finished, shrunk);
  }

  /** Forgets entries, once the change is durable. */
  public synchronized void settle(Collection<Claimed> settled) {
    for (Claimed one : settled) {
      Map<Key, Claimed> entries = open.get(one.fence());
      if (entries != null && entries.remove(Key.of(one)) != null && entries.isEmpty()) {
        open.remove(one.fence());
      }
    }
  }

  /** Everything that is not settled. */
  public synchronized List<Claimed> unsettled() {
    return open.values().stream().flatMap(entries -> entries.values().stream()).toList();
  }

  /** The leases that have unsettled entries. */
  public synchronized Set<Long> fences() {
    return Set.copyOf(open.keySet());
  }

  private List<Claimed> rest(long fence, Set<Key> gone) {
    Map<Key, Claimed> entries = open.getOrDefault(fence, Map.of());
    List<Claimed> rest = new ArrayList<>();
    entries.forEach(
        (key, claimed) -> {
          if (!gone.contains(key)) {
            rest.add(claimed);
          }
        });
    return rest;
  }
}
