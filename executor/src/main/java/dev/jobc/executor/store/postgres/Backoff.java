package dev.jobc.executor.store.postgres;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waits between tries, longer each time, and not at all once it is closed. */
final class Backoff {
  private static final long FIRST_MILLIS = 20;
  private static final long LONGEST_MILLIS = 1_000;
  private static final int DOUBLINGS = 6;

  private final CountDownLatch closed = new CountDownLatch(1);

  /** Waits after the {@code tries}-th try, from 0; false when there shall be no other. */
  boolean pause(int tries) {
    long millis = Math.min(LONGEST_MILLIS, FIRST_MILLIS << Math.min(tries, DOUBLINGS));
    try {
      return !closed.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  void close() {
    closed.countDown();
  }
}
