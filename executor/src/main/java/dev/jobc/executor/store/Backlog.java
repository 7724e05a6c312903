package dev.jobc.executor.store;

/**
 * What waits in a queue.
 *
 * @param queue its name
 * @param oldestMillis since when the oldest of them is ready, as a duration; 0 when that does not
 *     matter
 */
public record Backlog(String queue, State state, long depth, long oldestMillis) {

  /** What it waits for. */
  public enum State {
    /** A worker. */
    READY,
    /** A time: of a retry, a delay, another look. */
    DEFERRED,
    /** Limits that it shares with other tasks. */
    LIMITED
  }
}
