package dev.jobc.executor.runner.worker;

import dev.jobc.executor.TaskError;
import dev.jobc.executor.runner.TaskResult;
import dev.jobc.executor.runner.TaskRunner.CancelReason;
import dev.jobc.executor.runner.bundle.LoadException;
import dev.jobc.executor.runner.host.RunnerHost;
import dev.jobc.protocol.Message;
import dev.jobc.protocol.Protocol;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The processes that can run the same code, and the calls that wait for one. Used only on the loop.
 *
 * <p>A process that isn't busy gets a call at once. When all are busy, calls are prefetched behind
 * running ones, but never more than about {@link #PREFETCH_MICROS} of work, and none for functions
 * that take longer or were never timed. Calls behind one that takes unexpectedly long are recalled.
 */
final class WorkerPool {
  private static final long PREFETCH_MICROS = 10_000;
  private static final int MAX_PREFETCH = 256;
  private static final Duration START_LIMIT = Duration.ofSeconds(30);
  private static final Duration REMEMBER_FAILURE = Duration.ofSeconds(3);
  private static final long MAX_SERVED = 10_000;
  private static final long MAX_OUTPUT_BYTES = 64L << 20;
  private static final long MAX_AGE_NANOS = Duration.ofHours(1).toNanos();

  private enum State {
    NEW,
    PREPARING,
    READY,
    FAILED
  }

  private final WarmWorkers owner;
  private final RunnerHost host;
  private final Language language;
  private final int maxProcesses;

  /** In the order in which they came; one that was sent and comes back gets its old place. */
  private final Queue<PendingCall> waiting =
      new PriorityQueue<>(Comparator.comparingLong((PendingCall call) -> call.place));

  private long places;
  private final List<WorkerProcess> workers = new ArrayList<>();
  private final Map<String, Double> microsByFunction = new HashMap<>();
  private State state = State.NEW;
  private Language.@Nullable Launch launch;
  private @Nullable String failure;
  private long failedAt;
  private int unburied;

  WorkerPool(WarmWorkers owner, RunnerHost host, Language language, int maxProcesses) {
    this.owner = owner;
    this.host = host;
    this.language = language;
    this.maxProcesses = maxProcesses;
  }

  /** Whether a process has done enough, and is replaced. */
  static boolean isSpent(long served, long ageNanos, long outputBytes) {
    return served >= MAX_SERVED || ageNanos >= MAX_AGE_NANOS || outputBytes >= MAX_OUTPUT_BYTES;
  }

  String runtime() {
    return language.runtime();
  }

  boolean poked() {
    return language.poked();
  }

  int slots() {
    return launch == null ? 1 : launch.slots();
  }

  List<WorkerProcess> workers() {
    return workers;
  }

  /** Whether nothing would be lost by forgetting this pool. */
  boolean isIdle() {
    return workers.isEmpty() && waiting.isEmpty() && unburied == 0 && state != State.PREPARING;
  }

  // --------------------------------------------------------------------------------------- calls

  void add(PendingCall call) {
    call.place = places++;
    waiting.add(call);
    switch (state) {
      case NEW -> prepare(call);
      case PREPARING -> {}
      case READY -> dispatch();
      case FAILED -> {
        if (System.nanoTime() - failedAt < REMEMBER_FAILURE.toNanos() && failure != null) {
          failWaiting(failure);
        } else {
          prepare(call);
        }
      }
    }
  }

  void cancel(PendingCall call, CancelReason reason, Duration grace) {
    if (call.cancelReason != null) {
      return;
    }
    call.cancelReason = reason;
    call.grace = grace;
    if (call.worker != null) {
      call.worker.cancel(call);
    } else if (waiting.remove(call)) {
      complete(call, TaskResult.failed(call.cancelled()));
    }
  }

  /** Starts the clock of a call that begins. */
  void watch(PendingCall call) {
    long limit = call.call.timeoutMillis();
    if (limit > 0) {
      call.timeout =
          host.loop()
              .schedule(
                  Duration.ofMillis(limit),
                  () -> cancel(call, CancelReason.TIMEOUT, owner.grace()));
    }
  }

  void complete(PendingCall call, TaskResult result) {
    owner.forget(call);
    call.complete(result);
  }

  /** How long a call took, for the size of the prefetch. */
  void took(PendingCall call, long micros) {
    microsByFunction.merge(
        call.task.function().fn(), (double) micros, (before, now) -> before * 0.8 + now * 0.2);
  }

  void dispatch() {
    if (state != State.READY) {
      return;
    }
    assign(0);
    spawnForWaiting();
    PendingCall next = waiting.peek();
    if (next != null) {
      assign(prefetch(next));
    }
  }

  private void assign(int beyondSlots) {
    while (!waiting.isEmpty()) {
      WorkerProcess best = null;
      for (WorkerProcess worker : workers) {
        if (worker.takes(beyondSlots) && (best == null || worker.load() < best.load())) {
          best = worker;
        }
      }
      if (best == null) {
        return;
      }
      best.send(waiting.remove());
    }
  }

  private int prefetch(PendingCall call) {
    Double micros = microsByFunction.get(call.task.function().fn());
    return micros == null ? 0 : (int) Math.min(MAX_PREFETCH, PREFETCH_MICROS / Math.max(1, micros));
  }

  // ----------------------------------------------------------------------------------- processes

  private void prepare(PendingCall first) {
    state = State.PREPARING;
    host.background()
        .execute(
            () -> {
              try {
                Language.Launch made = language.prepare(first.call, first.task);
                host.loop().execute(() -> prepared(made));
              } catch (LoadException e) {
                host.loop().execute(() -> unprepared(String.valueOf(e.getMessage())));
              } catch (RuntimeException e) {
                host.loop().execute(() -> unprepared("can't make the code ready: " + e));
              }
            });
  }

  private void prepared(Language.Launch made) {
    launch = made;
    state = State.READY;
    dispatch();
  }

  private void unprepared(String reason) {
    state = State.FAILED;
    failure = reason;
    failedAt = System.nanoTime();
    failWaiting(reason);
  }

  private void failWaiting(String reason) {
    List<PendingCall> failed = List.copyOf(waiting);
    waiting.clear();
    failed.forEach(
        call -> complete(call, TaskResult.failed(new TaskError(TaskError.LOAD_ERROR, reason))));
  }

  private void spawnForWaiting() {
    Language.Launch how = launch;
    if (how == null || owner.closing()) {
      return;
    }
    long starting = workers.stream().filter(w -> w.state() == WorkerProcess.State.STARTING).count();
    while (starting * how.slots() < waiting.size() && usable() < maxProcesses) {
      WorkerProcess worker = owner.spawn(this, how);
      if (worker == null) {
        return;
      }
      workers.add(worker);
      unburied++;
      var unused = host.loop().schedule(START_LIMIT, () -> worker.startTimedOut(START_LIMIT));
      starting++;
    }
  }

  private long usable() {
    return workers.stream()
        .filter(
            w ->
                w.state() == WorkerProcess.State.STARTING || w.state() == WorkerProcess.State.READY)
        .count();
  }

  /** The terms for a process of this pool. */
  Message.Welcome welcome(String session) {
    Path code = launch == null ? null : launch.code();
    return new Message.Welcome(
        Protocol.VERSION,
        session.substring(0, 8),
        Protocol.MAX_FRAME,
        slots(),
        "files",
        code == null ? null : code.toString(),
        List.of(),
        owner.grace().toMillis());
  }

  /** No process can be started at all. */
  void unstartable(String reason) {
    failWaiting(reason);
  }

  void ready(WorkerProcess worker) {
    dispatch();
  }

  /** A call that was sent and never began. */
  void requeue(PendingCall call) {
    waiting.add(call);
  }

  /**
   * A process has ended.
   *
   * @param unharmed calls it was sent and never began
   * @param startProblem why it never became ready, null when it did
   */
  void ended(WorkerProcess worker, List<PendingCall> unharmed, @Nullable String startProblem) {
    workers.remove(worker);
    for (PendingCall call : unharmed) {
      call.unsend();
      requeue(call);
    }
    if (owner.closing()) {
      cancelWaiting();
    } else if (startProblem != null && usable() == 0) {
      failWaiting(startProblem);
    } else {
      dispatch();
    }
  }

  /** Nothing is left of an ended process. */
  void buried(WorkerProcess worker) {
    unburied--;
    owner.buried();
  }

  boolean allBuried() {
    return unburied == 0;
  }

  void cancelWaiting() {
    List<PendingCall> cancelled = List.copyOf(waiting);
    waiting.clear();
    for (PendingCall call : cancelled) {
      call.cancelReason = CancelReason.SHUTDOWN;
      complete(call, TaskResult.failed(call.cancelled()));
    }
  }

  void shutDown() {
    cancelWaiting();
    for (WorkerProcess worker : List.copyOf(workers)) {
      worker.shutDown();
    }
  }
}
