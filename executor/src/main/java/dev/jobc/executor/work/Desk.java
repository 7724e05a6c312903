package dev.jobc.executor.work;

import dev.jobc.executor.store.Claimed;
import dev.jobc.executor.store.Completion;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What the threads of one session share: work that has come, results that go, and how much of it.
 */
final class Desk {
  final Doorbell claiming = new Doorbell();
  final Doorbell dispatching = new Doorbell();
  final Doorbell recording = new Doorbell();
  final Demand demand;

  private final Queue<Collection<Claimed>> arrivals = new ConcurrentLinkedQueue<>();
  private final Queue<Completion> finished = new ConcurrentLinkedQueue<>();
  private final AtomicInteger finishedCount = new AtomicInteger();
  private final AtomicInteger held = new AtomicInteger();

  /** What has arrived and is not recorded yet. */
  private final AtomicInteger open = new AtomicInteger();

  private volatile Phase phase = Phase.WORKING;
  private volatile boolean backlog;

  /** How far along a session is; only ever forward. */
  enum Phase {
    WORKING,
    /** Takes nothing new. */
    STOPPING,
    /** Nothing runs any more; what is finished is recorded, then all ends. */
    CLOSING,
    /** Declared lost: results are refused. */
    FENCED
  }

  Desk(int slots) {
    demand = new Demand(slots);
  }

  /** Work belongs to this session from now on. */
  void arrived(Collection<Claimed> claimed) {
    if (!claimed.isEmpty()) {
      open.addAndGet(claimed.size());
      held.addAndGet(claimed.size());
      arrivals.add(claimed);
      dispatching.ring();
    }
  }

  List<Claimed> takeArrivals() {
    List<Claimed> taken = new ArrayList<>();
    for (var batch = arrivals.poll(); batch != null; batch = arrivals.poll()) {
      taken.addAll(batch);
    }
    return taken;
  }

  /** An attempt is over. */
  void finished(Completion completion) {
    finished.add(completion);
    finishedCount.incrementAndGet();
    if (held.decrementAndGet() == 0) {
      claiming.ring();
    }
    recording.ring();
  }

  List<Completion> takeFinished(int limit) {
    List<Completion> taken = new ArrayList<>();
    while (taken.size() < limit) {
      Completion next = finished.poll();
      if (next == null) {
        break;
      }
      taken.add(next);
    }
    finishedCount.addAndGet(-taken.size());
    return taken;
  }

  /** So many of them are recorded, and what followed from them has arrived. */
  void recorded(int count) {
    open.addAndGet(-count);
  }

  /** Whether anything waits here, runs, or is being recorded, which may bring more. */
  boolean isIdle() {
    return open.get() == 0;
  }

  boolean hasFinished() {
    return finishedCount.get() > 0;
  }

  int finishedCount() {
    return finishedCount.get();
  }

  /** Work that waits here or runs. */
  int held() {
    return held.get();
  }

  /** The same with what has ended but is not recorded yet: room that its successors may want. */
  int taken() {
    return held.get() + finishedCount.get();
  }

  /** Whether the job table had more than was asked for, the last time. */
  boolean backlog() {
    return backlog;
  }

  void backlog(boolean more) {
    backlog = more;
  }

  Phase phase() {
    return phase;
  }

  void advance(Phase next) {
    if (next.compareTo(phase) > 0) {
      phase = next;
    }
    claiming.ring();
    dispatching.ring();
    recording.ring();
  }
}
