package dev.jobc.executor.store;

import dev.jobc.executor.core.StepRef;

/**
 * Work that belongs to a worker's session.
 *
 * @param fence number of the lease; grows with every claim of the same step instance
 * @param claimedAt microseconds since 1970
 * @param queue where it waited, see {@link PlanStore#queue}; {@link #UNKNOWN} when nobody knows any
 *     more
 */
public record Claimed(Work work, long fence, long claimedAt, int queue) {
  public static final int UNKNOWN = -1;

  /** No queue: work for whoever comes first. */
  public static final int ANY = 0;

  /** Work of which it does not matter where it waited. */
  public Claimed(Work work, long fence, long claimedAt) {
    this(work, fence, claimedAt, UNKNOWN);
  }

  /** Asked several times a task; what is left out is the same wherever these are. */
  @Override
  public int hashCode() {
    StepRef ref = work.ref();
    long bits = work.runId() * 31 + fence;
    return Long.hashCode(bits * 31 + ((long) ref.scope() << Integer.SIZE) + ref.step());
  }
}
