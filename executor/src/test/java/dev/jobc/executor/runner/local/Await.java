package dev.jobc.executor.runner.local;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for what no signal tells, with a deadline. */
final class Await {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private Await() {}

  static void until(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not within " + PATIENCE.toSeconds() + " s: " + what);
      }
      Thread.yield();
    }
  }
}
