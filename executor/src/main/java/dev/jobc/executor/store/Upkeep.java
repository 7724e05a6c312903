package dev.jobc.executor.store;

import dev.jobc.executor.Retention;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The chores that keep work moving. Any process may do them at any time; each is one transaction.
 */
public interface Upkeep {

  /**
   * What a mover found.
   *
   * @param moved how much deferred work was due and is in the job table now
   * @param next milliseconds until more is due; -1 when nothing is deferred
   */
  record Due(int moved, long next) {}

  /** Moves deferred work that is due, by the database clock. */
  Due promoteDue();

  /** Lets through what waits for a rate limit and may start by now, by the database clock. */
  Due endWindows();

  /**
   * A session as others see it.
   *
   * @param beat moves as long as the worker lives
   * @param leaseMillis how long it may stand still
   */
  record SessionBeat(int worker, long epoch, long beat, long leaseMillis) {}

  /** All live sessions, or empty when another process watches over them now. */
  List<SessionBeat> watchSessions();

  /**
   * Declares a session lost if its counter still stands where it was seen. From then on nothing of
   * it gets through.
   *
   * @return whether it was
   */
  boolean declareLost(SessionBeat seen);

  /**
   * Gives the work of sessions that are over to others, a bounded batch at a time.
   *
   * @return queues that got work, or null when there was nothing to return
   */
  @org.jspecify.annotations.Nullable
  Set<Integer> returnOrphans();

  /**
   * The same for one who wants to know what became of the attempts.
   *
   * @param lost is told once the work belongs to others
   */
  default @org.jspecify.annotations.Nullable Set<Integer> returnOrphans(
      Consumer<List<Settled>> lost) {
    return returnOrphans();
  }

  /**
   * What waits, by queue and for what; queues in which nothing waits are left out. Reads whole
   * tables: to be called seldom.
   *
   * @return null when another process measures this database
   */
  default @org.jspecify.annotations.Nullable List<Backlog> backlog() {
    return List.of();
  }

  /**
   * Ends runs, and work that waits for a worker, whose time is over by the database clock; a
   * bounded batch at a time.
   *
   * @return what that has brought about, or null when nothing was over
   */
  @org.jspecify.annotations.Nullable
  Recorded endOverdue();

  /**
   * Takes the work of runs that were cancelled off the tables, so that nobody has to claim it in
   * order to throw it away. Reads whole tables: to be called seldom.
   */
  void sweepHalted();

  /** How many runs {@link #clean} would remove now. */
  long cleanable(Retention retention);

  /** Removes runs that are not kept any longer, whole, in small transactions. */
  Retention.Removed clean(Retention retention);

  /** Makes the partitions of the coming days, and removes results whose time is over. */
  void preparePartitions();

  /** Sessions that are live now. */
  int liveSessions();
}
