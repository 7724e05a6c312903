package dev.jobc.executor.store.memory;

import dev.jobc.executor.Queues;
import dev.jobc.executor.store.QueueStore;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** Queues with their pauses, and roles. There are no limits. */
final class MemoryQueues implements QueueStore {
  private final Books books;
  private final Map<String, Queues.Settings> settings = new TreeMap<>();
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
      books
          .plans
          .queues()
          .forEach(
              (name, number) -> {
                if (wanted.contains(name) && !settings(name).paused()) {
                  served.add(number);
                }
              });
      return new Board(served, Set.of());
    }
  }

  private Queues.Settings settings(String name) {
    return settings.getOrDefault(name, Queues.Settings.NONE);
  }

  @Override
  public List<Queues.Queue> queues() {
    synchronized (books) {
      List<Queues.Queue> queues = new ArrayList<>();
      new TreeMap<>(books.plans.queues())
          .forEach(
              (name, number) -> {
                var ready = books.ready.get(number);
                queues.add(
                    new Queues.Queue(name, settings(name), ready == null ? 0 : ready.size(), 0, 0));
              });
      return queues;
    }
  }

  @Override
  public void setQueue(String name, UnaryOperator<Queues.Settings> change) {
    synchronized (books) {
      books.plans.queue(name);
      Queues.Settings wanted = change.apply(settings(name));
      if (wanted.slots() > 0 || wanted.rate() > 0) {
        throw new UnsupportedOperationException("this store keeps no limits");
      }
      settings.put(name, wanted);
    }
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
    return List.of();
  }

  @Override
  public Set<String> missingPools(Set<String> names) {
    return names;
  }

  @Override
  public void setPool(String name, int slots) {
    throw new UnsupportedOperationException("this store keeps no limits");
  }

  @Override
  public boolean removePool(String name) {
    return false;
  }
}
