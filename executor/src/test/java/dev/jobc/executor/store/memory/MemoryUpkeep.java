package dev.jobc.executor.store.memory;

import dev.jobc.executor.Retention;
import dev.jobc.executor.RunSummary;
import dev.jobc.executor.TaskError;
import dev.jobc.executor.core.StepRef;
import dev.jobc.executor.runner.TaskResult;
import dev.jobc.executor.store.Claimed;
import dev.jobc.executor.store.Completion;
import dev.jobc.executor.store.Outcome;
import dev.jobc.executor.store.Recorded;
import dev.jobc.executor.store.Upkeep;
import dev.jobc.executor.store.Work;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The chores in memory. */
final class MemoryUpkeep implements Upkeep {
  private static final int ORPHANS = 20;

  private final Books books;

  MemoryUpkeep(Books books) {
    this.books = books;
  }

  @Override
  public Due promoteDue() {
    synchronized (books) {
      int moved = books.promote();
      return new Due(
          moved,
          books.deferred.isEmpty() ? -1 : Math.max(1, books.deferred.peek().at() - books.millis()));
    }
  }

  @Override
  public Due endWindows() {
    return new Due(0, -1);
  }

  @Override
  public List<SessionBeat> watchSessions() {
    synchronized (books) {
      List<SessionBeat> beats = new ArrayList<>();
      books.sessions.forEach(
          (worker, session) -> {
            if (session.life == Books.Life.LIVE) {
              beats.add(new SessionBeat(worker, session.epoch, session.beat, session.leaseMillis));
            }
          });
      return beats;
    }
  }

  @Override
  public boolean declareLost(SessionBeat seen) {
    synchronized (books) {
      Books.Session session = books.sessions.get(seen.worker());
      if (session == null
          || !books.isLive(seen.worker(), seen.epoch())
          || session.beat != seen.beat()) {
        return false;
      }
      session.life = Books.Life.LOST;
      session.epoch++;
      return true;
    }
  }

  @Override
  public @Nullable Set<Integer> returnOrphans() {
    synchronized (books) {
      Map<Long, Books.Lease> orphans = new LinkedHashMap<>();
      books.leases.forEach(
          (fence, lease) -> {
            if (orphans.size() < ORPHANS && !books.isLive(lease.worker(), lease.epoch())) {
              orphans.put(fence, lease);
            }
          });
      if (orphans.isEmpty()) {
        return null;
      }
      Set<Integer> queues = new HashSet<>();
      orphans.forEach(
          (fence, lease) -> {
            books.leases.remove(fence);
            MemoryBatch changes = new MemoryBatch(books, lease.worker());
            changes.take(lease.entries().stream().map(this::lost).toList());
            queues.addAll(release(changes));
          });
      return queues;
    }
  }

  private Completion lost(Claimed claimed) {
    return new Completion(claimed, 0, books.now(), new Outcome.Lost(), TaskResult.Output.NONE);
  }

  private Set<Integer> release(MemoryBatch changes) {
    Set<Integer> queues = new HashSet<>();
    List<Job> ready = changes.releases.stream().filter(job -> job.delay() <= 0).toList();
    books.enqueue(ready);
    books.defer(changes.releases.stream().filter(job -> job.delay() > 0).toList());
    ready.forEach(job -> queues.add(job.queue()));
    return queues;
  }

  private record Step(long runId, StepRef ref) {}

  @Override
  public @Nullable Recorded endOverdue() {
    synchronized (books) {
      List<Books.Timer> due = new ArrayList<>();
      while (!books.timers.isEmpty() && books.timers.peek().at() <= books.millis()) {
        due.add(books.timers.remove().what());
      }
      if (due.isEmpty()) {
        return null;
      }
      Set<Long> ended = new HashSet<>();
      for (Books.Timer one : due) {
        StoredRun run = books.runs.get(one.runId());
        if (one.limit() == Books.Limit.RUN && run != null && !run.image.status().ended()) {
          ended.addAll(new MemoryEnder(books).runOut(run));
        }
      }
      MemoryBatch changes = new MemoryBatch(books, 0);
      List<Completion> late = late(due);
      changes.take(late);
      for (Completion one : late) {
        Work work = one.claimed().work();
        books
            .stale
            .computeIfAbsent(work.runId(), run -> new HashMap<>())
            .merge(work.ref(), work.tries().attempt(), Math::max);
        books.halted.add(work.runId());
      }
      Set<Integer> queues = release(changes);
      for (Books.Timer one : due) {
        StoredRun run = books.runs.get(one.runId());
        if (one.limit() == Books.Limit.TRY && run != null && !run.image.status().ended()) {
          MemoryBatch again = new MemoryEnder(books).tryAgain(run, one.ref().scope());
          queues.addAll(release(again));
          ended.addAll(again.ended);
        }
      }
      ended.addAll(changes.ended);
      return new Recorded(List.of(), List.copyOf(ended), queues, -1, Set.of(), true, List.of());
    }
  }

  private List<Completion> late(List<Books.Timer> due) {
    Map<Step, Completion> late = new LinkedHashMap<>();
    for (Books.Timer one : due) {
      StoredRun run = books.runs.get(one.runId());
      Step step = new Step(one.runId(), one.ref());
      boolean first = one.limit() == Books.Limit.TOTAL || !late.containsKey(step);
      boolean ofStep = one.limit() != Books.Limit.RUN && one.limit() != Books.Limit.TRY;
      if (ofStep && run != null && first && isWaiting(run, one)) {
        late.put(step, completion(run, one));
      }
    }
    return List.copyOf(late.values());
  }

  /** A limit on waiting means nothing once a worker has the attempt, or it has been tried. */
  private boolean isWaiting(StoredRun run, Books.Timer timer) {
    Work work = work(run, timer);
    boolean has =
        books.leases.values().stream()
            .flatMap(lease -> lease.entries().stream())
            .anyMatch(
                one -> one.work().runId() == work.runId() && one.work().ref().equals(work.ref()));
    boolean tried =
        run.attempts.stream()
            .anyMatch(
                one ->
                    one.work().ref().equals(work.ref())
                        && one.work().tries().attempt() >= work.tries().attempt());
    return !books.isOver(work) && !has && !tried;
  }

  private Work work(StoredRun run, Books.Timer timer) {
    return new Work(
        run.id.value(), run.plan.number(), timer.ref(), timer.tries(), timer.since(), books.now());
  }

  private Completion completion(StoredRun run, Books.Timer timer) {
    String message =
        timer.limit() == Books.Limit.QUEUE
            ? "waited for a worker longer than its limit"
            : "all attempts together took longer than their limit";
    long now = books.now();
    return new Completion(
        new Claimed(work(run, timer), books.fence(), now),
        0,
        now,
        new Outcome.Failed(new TaskError(TaskError.TIMEOUT, message)),
        TaskResult.Output.NONE);
  }

  @Override
  public void sweepHalted() {
    synchronized (books) {
      Set<Long> ended = new HashSet<>(books.halted);
      ended.removeIf(
          id -> {
            StoredRun run = books.runs.get(id);
            return run != null && !run.image.status().ended();
          });
      books
          .ready
          .values()
          .forEach(jobs -> jobs.removeIf(job -> ended.contains(job.work().runId())));
      books.deferred.removeIf(job -> ended.contains(job.what().work().runId()));
      books.timers.removeIf(timer -> ended.contains(timer.what().runId()));
      books.stale.keySet().removeAll(ended);
      books
          .leases
          .values()
          .forEach(lease -> lease.entries().forEach(one -> ended.remove(one.work().runId())));
      books.halted.removeAll(ended);
    }
  }

  private List<StoredRun> cleanableRuns(Retention retention) {
    return books.runs.values().stream()
        .filter(
            run -> {
              RunSummary summary = MemoryView.summary(run);
              return summary.finishedAt() != null
                  && summary.finishedAt().isBefore(retention.endedBefore())
                  && books.letters.values().stream()
                      .noneMatch(letter -> letter.runId() == run.id.value())
                  && MemoryRuns.fits(run, summary, retention.which());
            })
        .toList();
  }

  @Override
  public long cleanable(Retention retention) {
    synchronized (books) {
      return cleanableRuns(retention).size();
    }
  }

  @Override
  public Retention.Removed clean(Retention retention) {
    synchronized (books) {
      List<StoredRun> gone = cleanableRuns(retention);
      gone.forEach(run -> books.runs.remove(run.id.value()));
      return new Retention.Removed(gone.size(), 0);
    }
  }

  @Override
  public void preparePartitions() {}

  @Override
  public int liveSessions() {
    return watchSessions().size();
  }
}
