package dev.jobc.executor.work;

import dev.jobc.executor.TaskError;
import dev.jobc.executor.core.Need;
import dev.jobc.executor.store.Claimed;
import dev.jobc.executor.store.memory.MemoryStore;
import dev.jobc.executor.store.memory.StoredRun;
import dev.jobc.json.JsonText;
import dev.jobc.plan.Node;
import dev.jobc.plan.Plan;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whether limits hold in a simulation, counted by what runs and not by what the store believes; and
 * whether nobody waits at one that has room.
 */
final class SharedLimits {
  private final MemoryStore store;
  private final VirtualTime time;
  private final Map<Claimed, List<Need>> running = new LinkedHashMap<>();

  /** When starts cease to count, by the clock on the wall. */
  private final Map<String, List<Long>> starts = new HashMap<>();

  SharedLimits(MemoryStore store, VirtualTime time) {
    this.store = store;
    this.time = time;
  }

  /** The code of a task begins on a worker who has the lease. */
  void begins(Claimed claimed, Plan plan, Node.Task task, Collection<String> trouble) {
    // What was taken from a worker that stands still runs elsewhere as far as limits know.
    running.keySet().removeIf(one -> !store.isLeased(one));
    running.put(claimed, Shared.needs(plan, task));
    Map<String, Integer> taken = new HashMap<>();
    running.values().stream()
        .flatMap(List::stream)
        .forEach(need -> taken.merge(need.key(), need.slots(), Integer::sum));
    for (Need need : Shared.needs(plan, task)) {
      int limit = need.limit() == Need.SET ? Shared.LARGEST_POOL : need.limit();
      int now = need.window() > 0 ? start(need) : taken.getOrDefault(need.key(), 0);
      if (now > limit) {
        trouble.add(now + " instead of " + limit + " at " + need.key() + ": " + claimed);
      }
    }
    Set<Long> runs = new HashSet<>();
    // A step that was ended early may run for a moment after its run has ended (decision 11).
    running.keySet().stream()
        .filter(one -> !store.hasEnded(one))
        .forEach(one -> runs.add(one.work().runId()));
    for (Need need : Shared.needs(plan)) {
      if (need.window() == 0 && runs.size() > need.limit()) {
        trouble.add(runs.size() + " runs instead of " + need.limit() + " at " + need.key());
      }
    }
  }

  private int start(Need need) {
    forget();
    List<Long> counting = starts.computeIfAbsent(need.key(), key -> new ArrayList<>());
    counting.add(time.millis() + need.window());
    return counting.size();
  }

  /** Starts cease to count, also when the clock is set back afterwards. */
  void forget() {
    starts.values().forEach(ends -> ends.removeIf(end -> end <= time.millis()));
  }

  void ends(Claimed claimed) {
    running.remove(claimed);
  }

  /** Whenever something has happened. */
  void look(Collection<String> reached, Collection<String> trouble) {
    if (store.isAnybodyWaiting()) {
      reached.add("waits at a limit");
      store.overlooked().forEach(one -> trouble.add("waits although there is room: " + one));
    }
  }

  /** Whether an attempt was ended for the sake of another. */
  static boolean madeWay(StoredRun.Attempt one) {
    return one.error() != null
        && TaskError.fromJson(JsonText.parse(one.error())).message().startsWith("made way");
  }
}
