package dev.jobc.executor.store.memory;

import dev.jobc.executor.Retention;
import dev.jobc.executor.RunSummary;
import dev.jobc.executor.TaskError;
import dev.jobc.executor.core.AdmissionRound;
import dev.jobc.executor.core.StepRef;
import dev.jobc.executor.runner.TaskResult;
import dev.jobc.executor.store.Claimed;
import dev.jobc.executor.store.Completion;
import dev.jobc.executor.store.Outcome;
import dev.jobc.executor.store.Recorded;
import dev.jobc.executor.store.RunPicture;
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
    synchronized (books) {
      long next = books.permits.nextWindow();
      if (next != 0) {
        return new Due(0, next);
      }
      MemoryGate gate = new MemoryGate(books);
      gate.windowsEnd();
      gate.settle();
      long soonest = AdmissionRound.soonest(books.permits.nextWindow(), gate.nextChore());
      return new Due(gate.queues().size(), soonest);
    }
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
      List<MemoryBatch> all = new ArrayList<>();
      orphans.forEach(
          (fence, lease) -> {
            books.leases.remove(fence);
            MemoryBatch changes = new MemoryBatch(books, lease.worker());
            changes.take(lease.entries().stream().map(this::lost).toList());
            all.add(changes);
          });
      Set<Integer> queues = new HashSet<>();
      all.forEach(changes -> queues.addAll(changes.release()));
      return queues;
    }
  }

  private Completion lost(Claimed claimed) {
    return new Completion(claimed, 0, books.now(), new Outcome.Lost(), TaskResult.Output.NONE);
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
      Set<Long> over = new HashSet<>();
      MemoryEnder ender = new MemoryEnder(books);
      for (Books.Timer one : due) {
        StoredRun run = goesOn(one.runId());
        if (one.limit() == Books.Limit.RUN && run != null && over.add(one.runId())) {
          ender.runOut(run);
        }
      }
      for (Books.Timer one : due) {
        StoredRun run = goesOn(one.runId());
        boolean makesWay = one.limit() == Books.Limit.CALL_OFF && isOfRun(one) && isCalledOff(one);
        if (makesWay && run != null && over.add(one.runId())) {
          ender.makeWay(run);
        }
        if (one.limit() == Books.Limit.TRY && run != null && over.add(one.runId())) {
          ender.tryAgain(run, one.ref().scope());
        }
      }
      ender.write();
      Set<Long> ended = new HashSet<>(ender.ended());
      Set<Integer> queues = new HashSet<>(ender.queues());
      MemoryBatch changes = new MemoryBatch(books, 0);
      queues.addAll(steps(due, changes));
      ended.addAll(changes.ended);
      goOn(due, over, ended, queues);
      return new Recorded(List.of(), List.copyOf(ended), queues, -1, Set.of(), true, List.of());
    }
  }

  private @Nullable StoredRun goesOn(long id) {
    StoredRun run = books.runs.get(id);
    return run == null || run.image.status().ended() ? null : run;
  }

  private static boolean isOfStep(Books.Timer timer) {
    return timer.limit() != Books.Limit.RUN && timer.limit() != Books.Limit.TRY;
  }

  private static boolean isOfRun(Books.Timer timer) {
    return timer.ref().equals(RunPicture.WHOLE);
  }

  private boolean isCalledOff(Books.Timer timer) {
    return books.permits.isCalledOff(timer.runId(), timer.ref(), timer.tries().attempt());
  }

  private Set<Integer> steps(List<Books.Timer> due, MemoryBatch changes) {
    List<Completion> late = late(due, changes);
    changes.take(late);
    for (Completion one : late) {
      Work work = one.claimed().work();
      books
          .stale
          .computeIfAbsent(work.runId(), run -> new HashMap<>())
          .merge(work.ref(), work.tries().attempt(), Math::max);
      books.halted.add(work.runId());
    }
    return changes.release();
  }

  /** Runs that limits have answered; last. */
  private void goOn(List<Books.Timer> due, Set<Long> over, Set<Long> ended, Set<Integer> queues) {
    MemoryEnder ender = new MemoryEnder(books);
    MemoryStarts starts = new MemoryStarts(books);
    for (Books.Timer one : due) {
      StoredRun run = goesOn(one.runId());
      if (one.limit() == Books.Limit.GO_ON && run != null && !over.contains(one.runId())) {
        queues.addAll(starts.goOn(run, ender));
      }
    }
    ender.write();
    ended.addAll(ender.ended());
    queues.addAll(ender.queues());
  }

  private List<Completion> late(List<Books.Timer> due, MemoryBatch changes) {
    Map<Step, Completion> late = new LinkedHashMap<>();
    for (Books.Timer one : due) {
      StoredRun run = goesOn(one.runId());
      if (run == null || isOfRun(one) || !isOfStep(one)) {
        continue;
      }
      Step step = new Step(one.runId(), one.ref());
      if (one.limit() == Books.Limit.CALL_OFF) {
        if (isCalledOff(one) && !books.isOver(work(run, one))) {
          Completion completion = completion(run, one);
          changes.stillHeld(completion.claimed());
          late.put(step, completion);
        }
      } else if ((one.limit() == Books.Limit.TOTAL || !late.containsKey(step))
          && isWaiting(run, one)) {
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
    TaskError error =
        switch (timer.limit()) {
          case QUEUE ->
              new TaskError(TaskError.TIMEOUT, "waited for a worker longer than its limit");
          case TOTAL ->
              new TaskError(
                  TaskError.TIMEOUT, "all attempts together took longer than their limit");
          case CALL_OFF ->
              new TaskError(
                  TaskError.CANCELLED, "made way for another of the same concurrency key");
          case RUN, TRY, GO_ON -> throw new IllegalArgumentException("not of a step: " + timer);
        };
    long now = books.now();
    return new Completion(
        new Claimed(work(run, timer), books.fence(), now),
        0,
        now,
        new Outcome.Failed(error),
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
      MemoryGate gate = new MemoryGate(books);
      gate.ended(books.permits.left());
      gate.settle();
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
  public void preparePartitions() {
    new MemoryResults(books).removeOver();
  }

  @Override
  public int liveSessions() {
    return watchSessions().size();
  }
}
