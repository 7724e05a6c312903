package dev.jobc.executor.store;

import dev.jobc.executor.Queues;
import java.util.List;
import java.util.Set;

/** Keeps what the operator says about where and when work may start. */
public interface QueueStore {

  List<Queues.Pool> pools();

  /** Those of the names that are no pool. */
  Set<String> missingPools(Set<String> names);

  /** Sets the size of a pool; what fits from now on is let through. */
  void setPool(String name, int slots);

  boolean removePool(String name);
}
