package dev.jobc.executor;

import java.time.Instant;

/**
 * Which ended runs are not kept any longer; what is under way is always kept.
 *
 * @param endedBefore they ended earlier than this
 * @param which and fit this
 */
public record Retention(Instant endedBefore, RunFilter which) {

  /**
   * What was removed.
   *
   * @param runs whole runs: their values, logs and history
   * @param days days of history and logs whose space has been given back
   */
  public record Removed(long runs, int days) {}
}
