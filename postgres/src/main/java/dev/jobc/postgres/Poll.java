package dev.jobc.postgres;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * Waits for what other processes do: there is no signal to wait on, so it looks again and again.
 */
final class Poll {
  private static final Duration STEP = Duration.ofMillis(3);

  private Poll() {}

  /**
   * Looks every few milliseconds until the condition holds.
   *
   * @return whether it held in time; false also when the thread is interrupted, whose flag stays
   *     set
   */
  static boolean until(Duration atMost, BooleanSupplier condition) {
    long end = System.nanoTime() + atMost.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end >= 0) {
        return false;
      }
      try {
        Thread.sleep(STEP);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return true;
  }
}
