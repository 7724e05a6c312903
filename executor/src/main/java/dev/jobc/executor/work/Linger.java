package dev.jobc.executor.work;

/**
 * How long outcomes wait for company before they are recorded. A busy worker trades a few
 * milliseconds for fewer, larger transactions; an idle one does not wait at all.
 */
final class Linger {
  private static final double WEIGHT = 0.2;
  private static final double BUSY_PER_SECOND = 1_500;
  private static final double VERY_BUSY_PER_SECOND = 8_000;

  private double perSecond;
  private long last = System.nanoTime();

  /** A batch of so many was taken now. */
  void took(int outcomes, long nanos) {
    double seconds = Math.max(1e-6, (nanos - last) / 1e9);
    last = nanos;
    perSecond += WEIGHT * (outcomes / seconds - perSecond);
  }

  long nanos() {
    if (perSecond < BUSY_PER_SECOND) {
      return 0;
    }
    return perSecond < VERY_BUSY_PER_SECOND ? 2_000_000L : 5_000_000L;
  }
}
