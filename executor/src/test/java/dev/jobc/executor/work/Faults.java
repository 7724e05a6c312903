package dev.jobc.executor.work;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** What goes wrong in a simulation, and when. */
final class Faults {
  /** Nothing goes wrong any more after so many milliseconds. */
  static final long END = 20_000;

  private static final int MOST = 12;

  private Faults() {}

  enum Kind {
    /** A worker dies without a word. */
    CRASH,
    /** A worker stands still, longer than its lease perhaps, and goes on as if nothing had been. */
    PAUSE,
    /** A worker reaches the store no longer, for a while. */
    CUT,
    /** The answer to a worker's next claim is lost. */
    CLAIM_UNHEARD,
    /** A worker has its next batch recorded twice. */
    RECORDED_TWICE,
    /** A worker stops as it should, and another begins. */
    STOP,
    /** The clock on the wall jumps. */
    JUMP,
    /** Nobody looks after sessions for a while, then two do. */
    NO_REAPER,
    /** A person cancels a run. */
    CANCEL,
    /** The operator changes a pool or a queue; only where there are limits. */
    OPERATOR
  }

  /**
   * One of them.
   *
   * @param at milliseconds since the beginning
   * @param whom number of a worker, of a run
   * @param length milliseconds
   */
  record Fault(Kind kind, long at, int whom, long length) {}

  /** Those of a world with limits, besides the others. */
  static List<Fault> ofLimits(long seed) {
    Random random = new Random(seed * 0x9e3779b97f4a7c15L + 13);
    List<Fault> faults = new ArrayList<>();
    for (int left = random.nextInt(4); left > 0; left--) {
      faults.add(new Fault(Kind.OPERATOR, random.nextLong(END), random.nextInt(1_000), 0));
    }
    return faults;
  }

  static List<Fault> of(long seed) {
    Random random = new Random(seed * 0x9e3779b97f4a7c15L + 7);
    List<Fault> faults = new ArrayList<>();
    for (int left = random.nextInt(MOST); left > 0; left--) {
      Kind kind = Kind.values()[random.nextInt(Kind.OPERATOR.ordinal())];
      boolean often = kind != Kind.CANCEL || random.nextInt(3) == 0;
      if (often) {
        long length = random.nextLong(1, 8_000);
        boolean back = kind == Kind.JUMP && random.nextBoolean();
        faults.add(
            new Fault(kind, random.nextLong(END), random.nextInt(100), back ? -length : length));
      }
    }
    return faults;
  }
}
