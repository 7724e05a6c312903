package dev.jobc.executor.store.memory;

import dev.jobc.executor.RunId;
import dev.jobc.executor.core.StepRef;
import dev.jobc.executor.core.Tries;
import dev.jobc.executor.store.Claimed;
import dev.jobc.executor.store.ResultKey;
import dev.jobc.executor.store.ResultStore;
import dev.jobc.executor.store.Work;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What the store holds. Whoever reads or changes it holds its monitor. */
final class Books {
  final MemoryPlans plans;
  final MemoryPermits permits = new MemoryPermits(this);
  final TreeMap<Long, StoredRun> runs = new TreeMap<>();
  final Map<Integer, TreeSet<Job>> ready = new TreeMap<>();
  final PriorityQueue<Later<Job>> deferred = new PriorityQueue<>();
  final PriorityQueue<Later<Timer>> timers = new PriorityQueue<>();
  final TreeMap<Long, Lease> leases = new TreeMap<>();
  final Map<Integer, Session> sessions = new TreeMap<>();
  final Set<Long> halted = new HashSet<>();

  /** Attempts up to which steps were given up, whoever has them. */
  final Map<Long, Map<StepRef, Integer>> stale = new HashMap<>();

  final Map<ResultKey, Later<ResultStore.Result>> results = new HashMap<>();

  /** By number. */
  final TreeMap<Long, Letter> letters = new TreeMap<>();

  final MemoryStore.Observer observer;
  final InstantSource clock;
  private long jobs;
  private long fences;
  private long lastRun;
  private long lastLetter;

  Books(InstantSource clock, MemoryStore.Observer observer) {
    this.clock = clock;
    plans = new MemoryPlans(clock);
    this.observer = observer;
  }

  /** Something at a time, in milliseconds since 1970. */
  record Later<T>(long at, long order, T what) implements Comparable<Later<T>> {
    @Override
    public int compareTo(Later<T> other) {
      return at != other.at ? Long.compare(at, other.at) : Long.compare(order, other.order);
    }
  }

  record Letter(long runId, StepRef ref, int attempt, byte[] error, long at) {}

  /** Numbers grow, also when the newest has gone. */
  void keep(Letter letter) {
    letters.put(++lastLetter, letter);
  }

  enum Limit {
    RUN,
    QUEUE,
    TOTAL,
    TRY,
    /** No limit: what holds a permit is to make way for another. */
    CALL_OFF,
    /** No limit: a run that limits have held back has its answer. */
    GO_ON
  }

  record Timer(long runId, Limit limit, StepRef ref, Tries tries, long since) {}

  record Lease(int worker, long epoch, List<Claimed> entries) {}

  enum Life {
    LIVE,
    ENDED,
    LOST
  }

  static final class Session {
    final long leaseMillis;
    long epoch = 1;
    long beat;
    Life life = Life.LIVE;

    Session(long leaseMillis) {
      this.leaseMillis = leaseMillis;
    }
  }

  long millis() {
    return clock.millis();
  }

  /** Microseconds since 1970. */
  long now() {
    Instant now = clock.instant();
    return now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
  }

  RunId newRun() {
    long next = Math.max(lastRun + 1, RunId.of(Math.max(millis(), RunId.EPOCH), 0, 0).value());
    lastRun = next;
    return new RunId(next);
  }

  long fence() {
    return ++fences;
  }

  boolean isLive(int worker, long epoch) {
    Session session = sessions.get(worker);
    return session != null && session.life == Life.LIVE && session.epoch == epoch;
  }

  /** Whether the run or the step has ended, or the attempt was given up. */
  boolean isOver(Work work) {
    StoredRun run = runs.get(work.runId());
    if (run == null || run.isOver(work.ref())) {
      return true;
    }
    return isGivenUp(work);
  }

  /** Whether the attempt was given up, and its step goes on without it. */
  boolean isGivenUp(Work work) {
    int given = stale.getOrDefault(work.runId(), Map.of()).getOrDefault(work.ref(), 0);
    return given >= work.tries().attempt();
  }

  /** What of this must not go on, as far as anybody was told to look. */
  List<Claimed> over(Collection<Claimed> claimed) {
    List<Claimed> over = new ArrayList<>();
    for (Claimed one : claimed) {
      if (halted.contains(one.work().runId()) && isOver(one.work())) {
        over.add(one);
      }
    }
    return over;
  }

  /** Puts work into the job table, whatever its delay. */
  void enqueue(Collection<Job> more) {
    for (Job job : more) {
      arm(job);
      arrive(job, job.work().readyAt());
    }
  }

  private void arrive(Job job, long readyAt) {
    Job arrived = job.arrived(++jobs, readyAt);
    ready.computeIfAbsent(job.queue(), queue -> new TreeSet<>(Job.ORDER)).add(arrived);
  }

  void defer(Collection<Job> more) {
    for (Job job : more) {
      arm(job);
      deferred.add(new Later<>(millis() + job.delay(), ++jobs, job));
    }
  }

  /** Puts work where it belongs; the queues that have got some. */
  Set<Integer> release(Collection<Job> jobs) {
    List<Job> now = jobs.stream().filter(job -> job.delay() <= 0).toList();
    enqueue(now);
    defer(jobs.stream().filter(job -> job.delay() > 0).toList());
    Set<Integer> queues = new HashSet<>();
    now.forEach(job -> queues.add(job.queue()));
    return queues;
  }

  void arm(Job job) {
    Work work = job.work();
    if (job.limits().queue() > 0) {
      arm(job.delay() + job.limits().queue(), Limit.QUEUE, work);
    }
    if (job.limits().total() > 0) {
      long gone = (work.readyAt() - work.since()) / 1000;
      arm(job.limits().total() - gone, Limit.TOTAL, work);
    }
  }

  void arm(long delay, Limit limit, Work work) {
    Timer timer = new Timer(work.runId(), limit, work.ref(), work.tries(), work.since());
    timers.add(new Later<>(millis() + delay, ++jobs, timer));
  }

  /** Moves what is due; how much that was. */
  int promote() {
    int moved = 0;
    while (!deferred.isEmpty() && deferred.peek().at() <= millis()) {
      Later<Job> due = deferred.remove();
      arrive(due.what(), due.at() * 1000);
      moved++;
    }
    return moved;
  }
}
