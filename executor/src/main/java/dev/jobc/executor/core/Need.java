package dev.jobc.executor.core;

import dev.jobc.plan.FlowControl.Concurrency.OnLimit;

/**
 * What an attempt, or a run, takes of a limit that it shares with others.
 *
 * @param key what the limit is called; all that have the same share it
 * @param limit slots that may be taken in all, this one's included; {@link #SET} for what the
 *     operator has set
 * @param slots how many it takes
 * @param window milliseconds for which a start counts; 0 when slots are taken until the end
 */
public record Need(String key, int limit, int slots, long window, OnLimit onLimit) {
  public static final int SET = 0;

  /**
   * Why somebody who is stopped by it waits, for people.
   *
   * @param taken slots that others have
   */
  public String reason(int taken) {
    String unit = window > 0 ? "starts" : "slots";
    String wanted = slots == 1 ? "" : ", " + slots + " wanted";
    return "waits for %s: %d of %d %s taken%s".formatted(key, taken, limit, unit, wanted);
  }

  /** The same with a limit that is known. */
  public Need within(int known) {
    return new Need(key, known, slots, window, onLimit);
  }
}
