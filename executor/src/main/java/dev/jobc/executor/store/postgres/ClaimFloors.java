package dev.jobc.executor.store.postgres;

import java.util.HashMap;
import java.util.Map;

/**
 * How far the job table has been claimed, by queue and priority, so that a claim does not walk the
 * dead rows before. Without it a snapshot that someone holds open makes every claim dearer than the
 * last.
 *
 * <ol>
 *   <li>A floor is the largest number claimed at least {@link #LAG_NANOS} ago: transactions that
 *       drew a smaller number and commit later than that are rare.
 *   <li>Those few are found by sweeps, claims from number 0, that take at most a twentieth of the
 *       time, but are at most {@link #SWEEP_AFTER_NANOS} apart: one that stood still for a while
 *       says nothing of what the next one will cost.
 *   <li>After a claim that failed the next one is a sweep: the server may have forgotten what it
 *       had given away.
 * </ol>
 */
final class ClaimFloors {
  private static final long LAG_NANOS = 100_000_000L;
  private static final long SWEEP_EVERY_NANOS = 1_000_000_000L;
  private static final long SWEEP_AFTER_NANOS = 10_000_000_000L;
  private static final long SWEEP_SHARE = 20;

  private final Map<Long, Floor> floors = new HashMap<>();
  private long nextSweep;
  private boolean sweptOnce;

  private static final class Floor {
    long settled;
    long candidate;
    long candidateSince;
    long newest;
  }

  /** Whether the next claim shall start from number 0. */
  boolean sweepDue(long nanos) {
    return !sweptOnce || nanos - nextSweep >= 0;
  }

  /** A sweep has ended. */
  void swept(long startedNanos, long nanos) {
    sweptOnce = true;
    long share = Math.max(SWEEP_EVERY_NANOS, (nanos - startedNanos) * SWEEP_SHARE);
    nextSweep = nanos + Math.min(SWEEP_AFTER_NANOS, share);
  }

  /** A claim has failed. */
  void failed() {
    sweptOnce = false;
  }

  long floor(int queue, int prio) {
    Floor floor = floors.get(key(queue, prio));
    return floor == null ? 0 : floor.settled;
  }

  /** A row was claimed. */
  void claimed(int queue, int prio, long id, long nanos) {
    Floor floor = floors.computeIfAbsent(key(queue, prio), key -> new Floor());
    floor.newest = Math.max(floor.newest, id);
    if (floor.candidate == 0) {
      floor.candidate = floor.newest;
      floor.candidateSince = nanos;
    } else if (nanos - floor.candidateSince >= LAG_NANOS) {
      floor.settled = Math.max(floor.settled, floor.candidate);
      floor.candidate = floor.newest;
      floor.candidateSince = nanos;
    }
  }

  private static long key(int queue, int prio) {
    return ((long) queue << 8) | prio;
  }
}
