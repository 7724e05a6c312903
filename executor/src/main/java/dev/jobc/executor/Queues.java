package dev.jobc.executor;

import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

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

  /**
   * What holds for the tasks of a queue, of all workflows together.
   *
   * @param slots how many may be under way at once; 0 for no limit
   * @param rate how many may start within {@code per}; 0 for no limit
   * @param paused whether workers take nothing from it
   */
  record Settings(int slots, int rate, Duration per, boolean paused) {
    /** No limit. */
    public static final Settings NONE = new Settings(0, 0, Duration.ZERO, false);

    public Settings withSlots(int number) {
      return new Settings(number, rate, per, paused);
    }

    public Settings withRate(int starts, Duration window) {
      return new Settings(slots, starts, window, paused);
    }

    public Settings withPaused(boolean stop) {
      return new Settings(slots, rate, per, stop);
    }
  }

  /**
   * A queue.
   *
   * @param ready tasks that wait for a worker
   * @param waiting tasks that wait for the limits of the queue
   * @param taken slots of its limit that are taken
   */
  record Queue(String name, Settings settings, int ready, int waiting, int taken) {}

  /** A set of queues that workers follow. */
  record Role(String name, List<String> queues) {}

  /** By name. */
  List<Queue> queues();

  /**
   * Changes what holds for a queue; makes it when there is none. What waits starts as far as it
   * fits; what has started goes on, and counts only if it started under a limit. Workers notice
   * within a second.
   */
  void setQueue(String name, UnaryOperator<Settings> change);

  /** By name. */
  List<Role> roles();

  /** Makes a role, or changes which queues its workers serve; they notice within a second. */
  void setRole(String name, List<String> queues);

  /**
   * Removes a role. Its workers go on without it.
   *
   * @return whether there was one
   */
  boolean removeRole(String name);

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
