package dev.jobc.executor.work;

/**
 * How much work to hold. More than the slots, so that none of them waits for the database; no more
 * than they get through in a fifth of a second, so that nothing waits here that could run
 * elsewhere. Thread-safe.
 */
final class Demand {
  private static final double HORIZON_MILLIS = 200;
  private static final double WEIGHT = 0.05;
  private static final double REFILL_BELOW = 0.625;

  private final int slots;
  private double taskMillis;
  private boolean measured;

  Demand(int slots) {
    this.slots = slots;
  }

  /** A task has run for so long. */
  synchronized void ran(double millis) {
    taskMillis = measured ? taskMillis + WEIGHT * (millis - taskMillis) : millis;
    measured = true;
  }

  /** Work has waited here for a slot longer than it should have. */
  synchronized void waited(double millis) {
    taskMillis = Math.max(taskMillis, millis);
    measured = true;
  }

  /** Started and waiting work together, at most. Before anything is known: the slots. */
  synchronized int target() {
    double ahead = measured ? slots * Math.min(1, HORIZON_MILLIS / Math.max(1, taskMillis)) : 0;
    return slots + (int) ahead;
  }

  /** How much to claim when so much is held; 0 while a claim would be too small to be worth it. */
  int wanted(int held) {
    int target = target();
    return held < Math.max(slots, target * REFILL_BELOW) ? target - held : 0;
  }
}
