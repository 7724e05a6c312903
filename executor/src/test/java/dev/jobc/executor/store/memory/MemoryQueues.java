package dev.jobc.executor.store.memory;

import dev.jobc.executor.Queues;
import dev.jobc.executor.store.QueueStore;
import dev.jobc.executor.store.SetLimits;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** Queues with their limits and pauses, pools, and roles. */
final class MemoryQueues implements QueueStore {
  private final Books books;
  private final Map<String, List<String>> roles = new TreeMap<>();

  MemoryQueues(Books books) {
    this.books = books;
  }

  @Override
  public Board board(List<String> names, List<String> follows) {
    synchronized (books) {
      Set<String> wanted = new LinkedHashSet<>(names);
      new TreeSet<>(follows).forEach(role -> wanted.addAll(roles.getOrDefault(role, List.of())));
      List<Integer> served = new ArrayList<>();
      Set<Integer> limited = new HashSet<>();
      books
          .plans
          .queues()
          .forEach(
              (name, number) -> {
                if (wanted.contains(name) && !settings(name).paused()) {
                  served.add(number);
                }
                if (settings(name).slots() > 0 || settings(name).rate() > 0) {
                  limited.add(number);
                }
              });
      return new Board(served, limited);
    }
  }

  private Queues.Settings settings(String name) {
    return books.permits.queues.getOrDefault(name, Queues.Settings.NONE);
  }

  @Override
  public List<Queues.Queue> queues() {
    synchronized (books) {
      List<Queues.Queue> queues = new ArrayList<>();
      new TreeMap<>(books.plans.queues())
          .forEach(
              (name, number) -> {
                var ready = books.ready.get(number);
                String slots = SetLimits.slots(name);
                long waiting = waiting(slots) + waiting(SetLimits.rate(name));
                queues.add(
                    new Queues.Queue(
                        name,
                        settings(name),
                        ready == null ? 0 : ready.size(),
                        (int) waiting,
                        taken(slots)));
              });
      return queues;
    }
  }

  @Override
  public void setQueue(String name, UnaryOperator<Queues.Settings> change) {
    synchronized (books) {
      books.plans.queue(name);
      books.permits.queues.put(name, change.apply(settings(name)));
      changed(SetLimits.slots(name), SetLimits.rate(name));
    }
  }

  private void changed(String... keys) {
    MemoryGate gate = new MemoryGate(books);
    for (String key : keys) {
      gate.changed(key);
    }
    gate.settle();
  }

  private long waiting(String key) {
    return books.permits.waiting().stream().filter(one -> one.at().equals(key)).count();
  }

  private int taken(String key) {
    return books
        .permits
        .all()
        .filter(permit -> permit.need.key().equals(key))
        .mapToInt(permit -> permit.slots)
        .sum();
  }

  @Override
  public List<Queues.Role> roles() {
    synchronized (books) {
      return roles.entrySet().stream()
          .map(role -> new Queues.Role(role.getKey(), role.getValue()))
          .toList();
    }
  }

  @Override
  public void setRole(String name, List<String> queues) {
    synchronized (books) {
      queues.forEach(books.plans::queue);
      roles.put(name, List.copyOf(queues));
    }
  }

  @Override
  public boolean removeRole(String name) {
    synchronized (books) {
      return roles.remove(name) != null;
    }
  }

  @Override
  public List<Queues.Pool> pools() {
    synchronized (books) {
      List<Queues.Pool> pools = new ArrayList<>();
      books.permits.pools.forEach(
          (name, slots) -> {
            String key = SetLimits.pool(name);
            pools.add(new Queues.Pool(name, slots, taken(key), (int) waiting(key)));
          });
      return pools;
    }
  }

  @Override
  public Set<String> missingPools(Set<String> names) {
    synchronized (books) {
      Set<String> missing = new HashSet<>(names);
      missing.removeAll(books.permits.pools.keySet());
      return missing;
    }
  }

  @Override
  public void setPool(String name, int slots) {
    synchronized (books) {
      books.permits.pools.put(name, slots);
      changed(SetLimits.pool(name));
    }
  }

  @Override
  public boolean removePool(String name) {
    synchronized (books) {
      return books.permits.pools.remove(name) != null;
    }
  }
}
