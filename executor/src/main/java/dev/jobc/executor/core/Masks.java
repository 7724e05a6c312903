package dev.jobc.executor.core;

/**
 * How 64 steps ended, one bit a step. The four bits of a step read:
 *
 * <pre>
 * done failed skipped cut
 *  0     0      0     0   has not ended
 *  1     0      0     0   succeeded
 *  1     1      0     0   failed
 *  1     1      0     1   failed, and that counts as a success
 *  1     0      1     0   skipped, and nothing has failed; what follows in a sequence goes on
 *  1     1      1     0   skipped because a step before it failed
 *  1     0      0     1   cancelled
 * </pre>
 */
public record Masks(long done, long failed, long skipped, long cut) {
  public static final Masks NONE = new Masks(0, 0, 0, 0);

  /** The number of steps of one segment. */
  public static final int BITS = 64;

  static long bit(int step) {
    return 1L << (step % BITS);
  }

  Masks with(int step, Ending ending) {
    long bit = bit(step);
    return new Masks(
        done | bit,
        ending.failedBit() ? failed | bit : failed,
        ending.skippedBit() ? skipped | bit : skipped,
        ending.cutBit() ? cut | bit : cut);
  }

  /** How a step ended; only for steps that have. */
  public Ending ending(int step) {
    boolean isFailed = (failed & bit(step)) != 0;
    boolean isSkipped = (skipped & bit(step)) != 0;
    boolean isCut = (cut & bit(step)) != 0;
    if (isCut) {
      return isFailed ? Ending.TOLERATED : Ending.CANCELLED;
    }
    return isFailed
        ? (isSkipped ? Ending.PRECLUDED : Ending.FAILED)
        : (isSkipped ? Ending.DECLINED : Ending.SUCCEEDED);
  }

  public boolean ended(int step) {
    return (done & bit(step)) != 0;
  }
}
