package dev.jobc.executor.store.memory;

import dev.jobc.executor.EngineException;
import dev.jobc.executor.Invariant;
import dev.jobc.executor.WorkerSettings;
import dev.jobc.executor.core.RunImage;
import dev.jobc.executor.core.RunMachine;
import dev.jobc.executor.store.Answers;
import dev.jobc.executor.store.Claimed;
import dev.jobc.executor.store.LetterStore;
import dev.jobc.executor.store.PlanStore;
import dev.jobc.executor.store.QueueStore;
import dev.jobc.executor.store.ResultStore;
import dev.jobc.executor.store.RunStore;
import dev.jobc.executor.store.ScheduleStore;
import dev.jobc.executor.store.Signals;
import dev.jobc.executor.store.Store;
import dev.jobc.executor.store.Upkeep;
import dev.jobc.executor.store.ValueStore;
import dev.jobc.executor.store.WorkSession;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A store in memory: no schedules, everything else. */
public final class MemoryStore implements Store {
  private final Books books;
  private final MemoryQueues queues;

  public MemoryStore(InstantSource clock) {
    this(clock, (run, before, decision) -> {});
  }

  public MemoryStore(InstantSource clock, Observer observer) {
    books = new Books(clock, observer);
    queues = new MemoryQueues(books);
  }

  /** Sees what the rules decide. */
  @FunctionalInterface
  public interface Observer {
    void decided(StoredRun run, RunImage before, RunMachine.Decision decision);
  }

  /** The connection between a session and the store: where it breaks, a test may say. */
  public static class Line {
    /** A request is about to arrive; throws when it does not. */
    protected void request() {}

    /** An answer to a claim is about to arrive; throws when it does not. */
    protected void answer() {}

    /** The session asks for an answer that was lost. */
    protected void repeated() {}

    /** What a session throws when it hears nothing. */
    public static EngineException broken() {
      return new EngineException(EngineException.Kind.UNREACHABLE, "the line is broken");
    }
  }

  @Override
  public PlanStore plans() {
    return books.plans;
  }

  @Override
  public RunStore runs() {
    return new MemoryRuns(books);
  }

  @Override
  public ValueStore values() {
    return new MemoryValues(books);
  }

  @Override
  public Answers answers() {
    return new MemoryAnswers(books);
  }

  @Override
  public ResultStore results() {
    return new MemoryResults(books);
  }

  @Override
  public ScheduleStore schedules() {
    throw new UnsupportedOperationException("this store keeps no schedules");
  }

  @Override
  public QueueStore queues() {
    return queues;
  }

  @Override
  public LetterStore letters() {
    return new MemoryLetters(books);
  }

  @Override
  public Upkeep upkeep() {
    return new MemoryUpkeep(books);
  }

  @Override
  public InstantSource clock() {
    return books.clock;
  }

  @Override
  public Signals signals() {
    return new Signals() {
      @Override
      public void send(Signal signal) {}

      @Override
      public Set<Signal> await(Duration atMost) {
        return Set.of();
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public WorkSession openSession(WorkerSettings settings) {
    return openSession(settings, new Line());
  }

  /** The same over a line that may break. */
  public WorkSession openSession(WorkerSettings settings, Line line) {
    synchronized (books) {
      int worker = books.sessions.size() + 1;
      books.sessions.put(worker, new Books.Session(settings.lease().toMillis()));
      return new MemorySession(books, line, settings.name(), worker, 1);
    }
  }

  /** Every run, oldest first. */
  public List<StoredRun> stored() {
    synchronized (books) {
      return List.copyOf(books.runs.values());
    }
  }

  /** Whether this work belongs to whoever claimed it, as far as the store knows. */
  public boolean isLeased(Claimed claimed) {
    synchronized (books) {
      Books.Lease lease = books.leases.get(claimed.fence());
      return lease != null && lease.entries().contains(claimed);
    }
  }

  /** Whether the step of this work has ended, perhaps early, while somebody still runs it. */
  public boolean hasEnded(Claimed claimed) {
    synchronized (books) {
      StoredRun run = books.runs.get(claimed.work().runId());
      return run == null || run.image.ending(claimed.work().ref()) != null;
    }
  }

  /** What waits or is held, in words. */
  public List<String> leftovers() {
    synchronized (books) {
      List<String> left = new ArrayList<>();
      books.ready.values().forEach(jobs -> jobs.forEach(job -> left.add("ready: " + job)));
      books.deferred.forEach(job -> left.add("deferred: " + job));
      books.leases.values().forEach(lease -> left.add("leased: " + lease));
      books.halted.forEach(run -> left.add("halted: " + run));
      // A start goes on to count when all is over.
      books
          .permits
          .all()
          .filter(one -> one.endsAt < 0)
          .forEach(one -> left.add("held: " + one.work));
      books.permits.waiting().forEach(one -> left.add("waits: " + one));
      return left;
    }
  }

  /** What is true of ended runs; what may be left, only those know who know that all is over. */
  @Override
  public List<Invariant> invariants(int newest) {
    synchronized (books) {
      List<String> broken =
          books.runs.descendingMap().values().stream()
              .limit(newest)
              .filter(run -> run.image.status().ended())
              .flatMap(run -> MemoryInvariants.broken(run).stream())
              .toList();
      String meaning = "runs that have ended are what their history says";
      return List.of(new Invariant("ended runs", meaning, broken.size(), broken));
    }
  }

  /** Whether any work or run waits at a limit. */
  public boolean isAnybodyWaiting() {
    synchronized (books) {
      return !books.permits.waiting().isEmpty();
    }
  }

  /** Who waits at limits although there is room, in words. */
  public List<String> overlooked() {
    synchronized (books) {
      return books.permits.overlooked().stream().map(Object::toString).toList();
    }
  }

  @Override
  public void close() {}
}
