package dev.jobc.executor.store.memory;

import dev.jobc.executor.EngineException;
import dev.jobc.executor.runner.TaskResult;
import dev.jobc.executor.store.Claimed;
import dev.jobc.executor.store.Completion;
import dev.jobc.executor.store.Entry;
import dev.jobc.executor.store.FencedException;
import dev.jobc.executor.store.LeaseBook;
import dev.jobc.executor.store.Outcome;
import dev.jobc.executor.store.Recorded;
import dev.jobc.executor.store.Room;
import dev.jobc.executor.store.Work;
import dev.jobc.executor.store.WorkSession;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.LongStream;

/** A session in memory. */
final class MemorySession implements WorkSession {
  private final Books books;
  private final MemoryStore.Line line;
  private final String name;
  private final int worker;
  private final long epoch;
  private final LeaseBook book = new LeaseBook();
  private boolean claimInDoubt;

  MemorySession(Books books, MemoryStore.Line line, String name, int worker, long epoch) {
    this.books = books;
    this.line = line;
    this.name = name;
    this.worker = worker;
    this.epoch = epoch;
  }

  @Override
  public int worker() {
    return worker;
  }

  @Override
  public List<Claimed> claimReady(List<Integer> queues, int limit) {
    synchronized (books) {
      line.request();
      if (claimInDoubt) {
        claimInDoubt = false;
        returnUntold();
      }
      List<Claimed> claimed = claim(queues, limit);
      try {
        line.answer();
      } catch (EngineException e) {
        claimInDoubt = true;
        throw e;
      }
      book.add(claimed);
      return claimed;
    }
  }

  /** Claims until there is something to do, or nothing to claim. */
  private List<Claimed> claim(List<Integer> queues, int limit) {
    while (true) {
      List<Claimed> claimed = new ArrayList<>();
      List<Claimed> over = new ArrayList<>();
      if (books.isLive(worker, epoch)) {
        take(queues, limit, claimed, over);
        MemoryGate gate = new MemoryGate(books);
        gate.settled(over);
        gate.settle();
      }
      if (!claimed.isEmpty() || over.isEmpty()) {
        return claimed;
      }
    }
  }

  private void take(List<Integer> queues, int limit, List<Claimed> claimed, List<Claimed> over) {
    List<Integer> all = new ArrayList<>(List.of(Job.CONTROL_QUEUE));
    all.addAll(queues);
    long fence = books.fence();
    for (int queue : all) {
      Iterator<Job> jobs = books.ready.getOrDefault(queue, new TreeSet<>(Job.ORDER)).iterator();
      while (jobs.hasNext() && claimed.size() < limit) {
        Job job = jobs.next();
        jobs.remove();
        Claimed one = new Claimed(job.work(), fence, books.now(), queue);
        if (books.over(List.of(one)).isEmpty()) {
          claimed.add(one);
        } else {
          over.add(one);
        }
      }
    }
    lease(fence, claimed);
  }

  private void lease(long fence, List<Claimed> claimed) {
    if (!claimed.isEmpty()) {
      books.leases.put(fence, new Books.Lease(worker, epoch, claimed));
    }
  }

  /** Gives back what a claim took whose answer never came. */
  private void returnUntold() {
    Set<Long> told = book.fences();
    List<Completion> untold = new ArrayList<>();
    books.leases.forEach(
        (fence, lease) -> {
          if (lease.worker() == worker && lease.epoch() == epoch && !told.contains(fence)) {
            for (Claimed one : lease.entries()) {
              Outcome outcome = new Outcome.GivenBack(false);
              untold.add(new Completion(one, 0, books.now(), outcome, TaskResult.Output.NONE));
            }
          }
        });
    if (!untold.isEmpty()) {
      book.add(untold.stream().map(Completion::claimed).toList());
      commit(untold, Room.NONE);
    }
  }

  @Override
  public Map<Claimed, Entry> begin(List<Claimed> claimed) {
    synchronized (books) {
      line.request();
      Map<Claimed, Entry> entries = new HashMap<>();
      if (books.isLive(worker, epoch)) {
        for (Claimed one : claimed) {
          Entry entry = books.permits.begin(one.work());
          if (entry != null) {
            entries.put(one, entry);
          }
        }
      }
      return entries;
    }
  }

  @Override
  public Recorded recordOutcomes(List<Completion> batch, Supplier<Room> room) {
    synchronized (books) {
      line.request();
      Recorded recorded = commit(batch, room.get());
      // An answer that is lost is asked for again: the batch stands.
      line.repeated();
      return recorded;
    }
  }

  private Recorded commit(List<Completion> batch, Room room) {
    if (!books.isLive(worker, epoch)) {
      throw new FencedException(name);
    }
    LeaseBook.Split split = book.split(batch);
    MemoryBatch changes = new MemoryBatch(books, worker);
    changes.take(split.held());
    for (Completion stray : split.strays()) {
      StoredRun run = books.runs.get(stray.claimed().work().runId());
      if (run != null) {
        changes.refuse(run, stray);
      }
    }
    changes.settleLimits();
    List<Job> taken = new ArrayList<>();
    List<Job> enqueued = new ArrayList<>();
    List<Job> deferred = new ArrayList<>();
    for (Job job : changes.releases) {
      if (job.delay() > 0) {
        deferred.add(job);
      } else if (room.take(job.queue())) {
        taken.add(job);
      } else {
        enqueued.add(job);
      }
    }
    books.enqueue(enqueued);
    books.defer(deferred);
    List<Claimed> claimed = take(taken);
    settle(split.held(), changes.unended);
    book.add(claimed);
    Set<Integer> queues = new HashSet<>(changes.gate.queues());
    enqueued.forEach(job -> queues.add(job.queue()));
    LongStream delays =
        LongStream.concat(
            deferred.stream().mapToLong(Job::delay),
            LongStream.of(changes.gate.nextChore()).filter(chore -> chore >= 0));
    return new Recorded(
        claimed,
        changes.ended,
        queues,
        delays.min().orElse(-1),
        changes.refused,
        changes.halts,
        List.of());
  }

  private List<Claimed> take(Collection<Job> jobs) {
    if (jobs.isEmpty()) {
      return List.of();
    }
    long fence = books.fence();
    List<Claimed> claimed =
        jobs.stream().map(job -> new Claimed(job.work(), fence, books.now(), job.queue())).toList();
    lease(fence, claimed);
    return claimed;
  }

  private void settle(List<Completion> batch, List<Claimed> unended) {
    List<Claimed> settled = batch.stream().map(Completion::claimed).toList();
    LeaseBook.Change change = book.change(settled, unended);
    change.finished().forEach(books.leases::remove);
    change
        .shrunk()
        .forEach((fence, rest) -> books.leases.put(fence, new Books.Lease(worker, epoch, rest)));
    book.settle(settled);
  }

  @Override
  public void recordRefused(List<Completion> batch) {
    synchronized (books) {
      line.request();
      for (Completion one : batch) {
        Work work = one.claimed().work();
        StoredRun run = books.runs.get(work.runId());
        if (run != null) {
          new MemoryBatch(books, worker).refuse(run, one);
        }
      }
    }
  }

  @Override
  public List<Claimed> halted() {
    synchronized (books) {
      line.request();
      return books.over(book.unsettled());
    }
  }

  @Override
  public void beat() {
    synchronized (books) {
      line.request();
      if (!books.isLive(worker, epoch)) {
        throw new FencedException(name);
      }
      books.sessions.get(worker).beat++;
    }
  }

  @Override
  public Optional<String> trouble() {
    return Optional.empty();
  }

  @Override
  public void end() {
    synchronized (books) {
      line.request();
      if (!books.isLive(worker, epoch)) {
        throw new FencedException(name);
      }
      Books.Session session = books.sessions.get(worker);
      session.life = Books.Life.ENDED;
      session.epoch++;
    }
  }

  @Override
  public void close() {}
}
