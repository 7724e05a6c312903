package dev.jobc.executor.store;

import dev.jobc.executor.Queues;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Keeps what the operator says about where and when work may start. */
public interface QueueStore {

  /**
   * What a worker has to know of queues, by number.
   *
   * @param served those it takes work from
   * @param limited those whose tasks have to ask before they start
   */
  record Board(List<Integer> served, Set<Integer> limited) {}

  /** For a worker that serves these queues, and those of these roles, unless they are paused. */
  Board board(List<String> queues, List<String> roles);

  List<Queues.Queue> queues();

  /** Names of queues by number; those of no queue are left out. */
  default Map<Integer, String> names() {
    return Map.of();
  }

  void setQueue(String name, UnaryOperator<Queues.Settings> change);

  List<Queues.Role> roles();

  void setRole(String name, List<String> queues);

  boolean removeRole(String name);

  List<Queues.Pool> pools();

  /** Those of the names that are no pool. */
  Set<String> missingPools(Set<String> names);

  /** Sets the size of a pool; what fits from now on is let through. */
  void setPool(String name, int slots);

  boolean removePool(String name);
}
