package dev.jobc.executor.store;

import dev.jobc.executor.Queues;
import dev.jobc.executor.core.Need;
import dev.jobc.plan.FlowControl.Concurrency.OnLimit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The limits that the operator has set, as they are now.
 *
 * @param pools slots by key
 * @param queues what each task of a queue needs, by the number of the queue
 */
public record SetLimits(Map<String, Integer> pools, Map<Integer, List<Need>> queues) {
  private static final String POOL = "pool ";
  private static final String QUEUE = "queue ";
  private static final String QUEUE_RATE = "queue rate ";

  /** The key of a pool. */
  public static String pool(String name) {
    return POOL + name;
  }

  /** The key of the slots of a queue. */
  public static String slots(String queue) {
    return QUEUE + queue;
  }

  /** The key of the starts of a queue. */
  public static String rate(String queue) {
    return QUEUE_RATE + queue;
  }

  /** What each task of a queue needs. */
  public static List<Need> needs(String queue, Queues.Settings settings) {
    List<Need> needs = new ArrayList<>();
    if (settings.slots() > 0) {
      needs.add(new Need(slots(queue), settings.slots(), 1, 0, OnLimit.QUEUE));
    }
    if (settings.rate() > 0) {
      long per = settings.per().toMillis();
      needs.add(new Need(rate(queue), settings.rate(), 1, per, OnLimit.QUEUE));
    }
    return needs;
  }

  /**
   * What one needs in a queue, with all limits known. A pool that nobody has made has no slots.
   *
   * @param own what it needs wherever it is
   */
  public List<Need> all(List<Need> own, int queue) {
    List<Need> needs = new ArrayList<>();
    for (Need need : own) {
      boolean set = need.limit() == Need.SET;
      needs.add(need.within(set ? pools.getOrDefault(need.key(), 0) : need.limit()));
    }
    needs.addAll(queues.getOrDefault(queue, List.of()));
    return needs;
  }
}
