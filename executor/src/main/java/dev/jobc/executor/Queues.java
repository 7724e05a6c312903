package dev.jobc.executor;

import java.util.List;

/** What the operator says about where and when work may start. Changes hold at once. */
public interface Queues {

  /**
   * A pool of slots that tasks share.
   *
   * @param taken slots that are taken now; more than there are for a while after it was made
   *     smaller
   * @param waiting tasks that wait for it
   */
  record Pool(String name, int slots, int taken, int waiting) {}

  /** By name. */
  List<Pool> pools();

  /**
   * Makes a pool, or changes its size. What waits starts as far as it fits; what has started goes
   * on.
   *
   * @param slots 0 or more
   */
  void setPool(String name, int slots);

  /**
   * Removes a pool. Tasks that want slots of it wait until it is made again.
   *
   * @return whether there was one
   */
  boolean removePool(String name);
}
