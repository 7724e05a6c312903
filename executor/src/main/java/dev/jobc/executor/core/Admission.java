package dev.jobc.executor.core;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who is let through limits. Asked for one after the other, in the order in which they wait.
 *
 * <ol>
 *   <li>All that one needs is taken at once or nothing is: nobody holds one limit while waiting for
 *       another.
 *   <li>Nobody overtakes at a limit: where one has to wait, all behind it that need the same limit
 *       wait too, also those that would fit.
 *   <li>Each keeps to the limit that it came with.
 * </ol>
 */
public final class Admission {
  private final Map<String, Integer> taken;
  private final Set<String> full = new HashSet<>();

  /** What becomes of one who asks. */
  public sealed interface Answer {
    /** It is let through, and what it needs is taken. */
    record Through() implements Answer {}

    /**
     * It does not get through.
     *
     * @param missing slots that would have to be given back for it; 0 when others wait before it
     */
    record Stopped(Need by, int missing) implements Answer {}
  }

  /**
   * Begins with what is taken.
   *
   * @param taken slots by key; keys of which nothing is taken may be missing
   */
  public Admission(Map<String, Integer> taken) {
    this.taken = new HashMap<>(taken);
  }

  /** Lets one through, or makes it wait. */
  public Answer ask(List<Need> needs) {
    for (Need need : needs) {
      int missing = taken(need.key()) + need.slots() - need.limit();
      if (full.contains(need.key())) {
        return new Answer.Stopped(need, 0);
      }
      if (missing > 0) {
        return new Answer.Stopped(need, missing);
      }
    }
    needs.forEach(need -> taken.merge(need.key(), need.slots(), Integer::sum));
    return new Answer.Through();
  }

  /** One stays behind at a limit: nobody gets past it there any more. */
  public void waits(Need at) {
    full.add(at.key());
  }

  private int taken(String key) {
    return taken.getOrDefault(key, 0);
  }
}
