package dev.jobc.executor.work;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Wakes one waiting thread. Rings while nobody waits are kept, as one. */
final class Doorbell {
  private final Semaphore rings = new Semaphore(0);

  void ring() {
    if (rings.availablePermits() == 0) {
      rings.release();
    }
  }

  /** Waits for a ring, at most so long. */
  void await(long nanos) throws InterruptedException {
    if (rings.tryAcquire(Math.max(0, nanos), TimeUnit.NANOSECONDS)) {
      rings.drainPermits();
    }
  }
}
