package dev.jobc.executor.work;

import dev.jobc.executor.EngineException;
import dev.jobc.executor.store.Recorded;
import dev.jobc.executor.store.Settled;
import dev.jobc.executor.store.Upkeep;
import dev.jobc.executor.store.Upkeep.SessionBeat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Does the chores from this process: moves what is due, watches over sessions, returns the work of
 * those that are over. Every worker's process runs one; they don't get into each other's way.
 */
final class Housekeeper implements Runnable {
  private static final long WATCH_EVERY = TimeUnit.SECONDS.toNanos(1);
  private static final long PARTITIONS_EVERY = TimeUnit.HOURS.toNanos(1);
  private static final long FIRST_PARTITIONS = TimeUnit.SECONDS.toNanos(20);
  private static final long LONGEST_WAIT_MILLIS = 500;
  private static final long SWEEP_EVERY = TimeUnit.SECONDS.toNanos(5);

  /** A sweep reads whole tables; it may take this part of the time, unless none was for long. */
  private static final long SWEEP_SHARE = 50;

  private static final long SWEEP_AFTER = TimeUnit.SECONDS.toNanos(60);

  private final Upkeep upkeep;
  private final Runnable look;
  private final Runnable newWork;
  private final Consumer<Recorded> recorded;
  private final Consumer<List<Settled>> lost;
  private final Doorbell bell = new Doorbell();
  private final SessionWatch watch = new SessionWatch();
  private final long begun = System.nanoTime();
  private long nextWatch = begun;
  private long nextPartitions = begun + FIRST_PARTITIONS;
  private long nextSweep = begun + SWEEP_EVERY;
  private volatile long dueNanos = begun;
  private volatile boolean stopped;
  private volatile int sessions = 1;

  /**
   * @param look called every second
   * @param newWork called when work has come to the job table
   * @param recorded called when something has ended because its time was over
   * @param lost called with attempts whose worker is over
   */
  Housekeeper(
      Upkeep upkeep,
      Runnable look,
      Runnable newWork,
      Consumer<Recorded> recorded,
      Consumer<List<Settled>> lost) {
    this.lost = lost;
    this.look = look;
    this.recorded = recorded;
    this.upkeep = upkeep;
    this.newWork = newWork;
  }

  /** Something was deferred that is due in so many milliseconds. */
  void deferred(long millis) {
    long due = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    if (due - dueNanos < 0) {
      dueNanos = due;
      bell.ring();
    }
  }

  /** Live sessions of the database, as of a moment ago. */
  int sessions() {
    return sessions;
  }

  void stop() {
    stopped = true;
    bell.ring();
  }

  @Override
  public void run() {
    try {
      while (!stopped) {
        try {
          work();
        } catch (EngineException e) {
          // The database is away; the next round tries again.
          dueNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LONGEST_WAIT_MILLIS);
        }
        long wait = Math.min(dueNanos, nextWatch) - System.nanoTime();
        bell.await(Math.min(wait, TimeUnit.MILLISECONDS.toNanos(LONGEST_WAIT_MILLIS)));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void work() {
    long now = System.nanoTime();
    if (now - dueNanos >= 0) {
      promote(now);
    }
    if (now - nextWatch >= 0) {
      nextWatch = now + WATCH_EVERY;
      look.run();
      watch(now);
    }
    if (now - nextPartitions >= 0) {
      nextPartitions = now + PARTITIONS_EVERY;
      upkeep.preparePartitions();
    }
  }

  private void promote(long now) {
    // Others defer as well: look again soon even when nothing is known to be due.
    dueNanos = now + TimeUnit.MILLISECONDS.toNanos(LONGEST_WAIT_MILLIS);
    Upkeep.Due due = upkeep.promoteDue();
    if (due.next() >= 0) {
      deferred(due.next());
    }
    Upkeep.Due windows = upkeep.endWindows();
    if (windows.next() >= 0) {
      deferred(windows.next());
    }
    if (due.moved() + windows.moved() > 0) {
      newWork.run();
    }
    for (Recorded ended = upkeep.endOverdue(); ended != null; ended = upkeep.endOverdue()) {
      recorded.accept(ended);
    }
  }

  private void watch(long now) {
    List<SessionBeat> beats = upkeep.watchSessions();
    if (beats.isEmpty()) {
      watch.reset();
      sessions = upkeep.liveSessions();
      return;
    }
    sessions = beats.size();
    for (SessionBeat overdue : watch.overdue(beats, now)) {
      upkeep.declareLost(overdue);
    }
    sweep(now);
    for (Set<Integer> queues = upkeep.returnOrphans(lost);
        queues != null;
        queues = upkeep.returnOrphans(lost)) {
      if (!queues.isEmpty()) {
        newWork.run();
      }
    }
  }

  private void sweep(long now) {
    if (now - nextSweep >= 0) {
      upkeep.sweepHalted();
      long took = System.nanoTime() - now;
      nextSweep = now + Math.min(SWEEP_AFTER, Math.max(SWEEP_EVERY, SWEEP_SHARE * took));
    }
  }
}
