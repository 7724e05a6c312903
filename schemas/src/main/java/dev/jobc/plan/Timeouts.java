package dev.jobc.plan;

/**
 * Limits in milliseconds; 0 for no limit.
 *
 * @param attempt how long one attempt may run
 * @param total how long all attempts with the waits between them may take, from when the step
 *     became ready
 * @param queue how long a ready attempt may wait for a worker
 * @param heartbeat how long a running attempt may be silent before it counts as stalled
 */
public record Timeouts(long attempt, long total, long queue, long heartbeat) {
  public static final Timeouts NONE = new Timeouts(0, 0, 0, 0);

  /** A limit of each attempt alone. */
  public Timeouts(long attempt) {
    this(attempt, 0, 0, 0);
  }
}
