package dev.jobc.executor.runner;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * Runs attempts of the runtimes it serves. Thread-safe.
 *
 * <p>Exactly one result comes back for every call, whatever happens to the process that ran it:
 * also after a cancel, a time-out, a crash, or {@link #close}.
 */
public interface TaskRunner extends AutoCloseable {

  /** Why a running attempt is stopped. */
  enum CancelReason {
    USER,
    TIMEOUT,
    SHUTDOWN,
    LEASE_LOST
  }

  /** Whether this runner serves a runtime of that name. */
  boolean serves(String runtime);

  /**
   * Starts an attempt; returns without waiting for it.
   *
   * @param onStart called at most once, when the task's code begins
   * @param onResult called exactly once, on a thread of the runner; must not block
   */
  void run(TaskCall call, Runnable onStart, Consumer<TaskResult> onResult);

  /**
   * A number that changes with every sign of life that an attempt gives: heartbeats, reports of
   * progress, output. Always the same for unknown ids, and for runtimes whose tasks can give none.
   */
  long signs(long callId);

  /** Asks a running attempt to end, and kills it after the grace time. Unknown ids are ignored. */
  void cancel(long callId, CancelReason reason, Duration grace);

  /** Ends every attempt under way and every process. */
  @Override
  void close();
}
