package dev.jobc.executor.runner.worker;

import dev.jobc.executor.TaskError;
import dev.jobc.executor.runner.ErrorNames;
import dev.jobc.executor.runner.TaskResult;
import dev.jobc.executor.runner.TaskRunner.CancelReason;
import dev.jobc.executor.runner.channel.Connection;
import dev.jobc.executor.runner.host.RunnerHost;
import dev.jobc.json.JsonException;
import dev.jobc.protocol.Failure;
import dev.jobc.protocol.FunctionSpec;
import dev.jobc.protocol.Message;
import dev.jobc.protocol.Protocol;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The calls that one worker process was sent and has not answered. Used only on the loop.
 *
 * <ol>
 *   <li>At most {@code slots} of them run, the oldest ones; the rest are prefetched.
 *   <li>A call cancelled before its turn is given up at once: its turn may be far away. It stays
 *       here, and should its code have begun a moment ago, the ladder ends it too.
 *   <li>Behind a call that takes unexpectedly long nothing waits: what was prefetched is recalled.
 *   <li>The result of a cancelled call that ran is held until the worker is gone.
 * </ol>
 */
final class WorkerCalls {
  private static final Duration LONGEST_HOLD = Duration.ofSeconds(5);
  private static final Duration RECALL_AFTER = Duration.ofMillis(50);

  private final WorkerProcess worker;
  private final WorkerPool pool;
  private final RunnerHost host;
  private final WorkerFiles files;
  private final Map<Long, PendingCall> unanswered = new LinkedHashMap<>();
  private final Map<PendingCall, TaskResult> held = new LinkedHashMap<>();
  private final Set<String> known = new HashSet<>();
  private final long bornAt = System.nanoTime();
  private long nextId = 1;
  private long served;
  private long idleSince = System.nanoTime();
  private boolean watching;
  private boolean stuck;

  WorkerCalls(WorkerProcess worker, WorkerPool pool, RunnerHost host, WorkerFiles files) {
    this.worker = worker;
    this.pool = pool;
    this.host = host;
    this.files = files;
  }

  int count() {
    return unanswered.size();
  }

  /** Since when there has been none, on the monotonic clock. */
  long idleSince() {
    return idleSince;
  }

  /** Whether another one may be queued, with so many behind those that run. */
  boolean hasRoom(int queued) {
    return count() < pool.slots() + (stuck ? 0 : queued);
  }

  /** Functions the worker was told of at its start. */
  void announced(List<FunctionSpec> functions) {
    functions.forEach(function -> known.add(function.fn()));
  }

  void progress(Message.Progress progress) {
    PendingCall call = unanswered.get(progress.id());
    if (call != null) {
      call.lastProgress = progress;
      call.signs = call.signs + 1;
    }
  }

  /** Marks all of them as cancelled by the executor's end. */
  void shutDown() {
    for (PendingCall call : unanswered.values()) {
      call.cancelReason = call.cancelReason == null ? CancelReason.SHUTDOWN : call.cancelReason;
    }
  }

  /** Takes out those that never began, to be sent elsewhere. */
  List<PendingCall> takeUnharmed() {
    List<PendingCall> unharmed =
        unanswered.values().stream()
            .filter(call -> !call.started && call.cancelReason == null)
            .toList();
    unanswered.values().removeAll(unharmed);
    return unharmed;
  }

  /** Takes out the rest of a dead worker's: those that ran or were cancelled. */
  List<PendingCall> takeLost() {
    List<PendingCall> lost = List.copyOf(unanswered.values());
    unanswered.clear();
    return lost;
  }

  /** Gives the results that waited for the worker's end. */
  void release() {
    held.forEach(pool::complete);
  }

  void send(PendingCall call) {
    Connection to = worker.connection();
    if (to == null) {
      throw new IllegalStateException("not connected");
    }
    var function = call.task.function();
    if (known.add(function.fn())) {
      to.send(new Message.Load(List.of(function)));
    }
    long id = nextId++;
    Map<String, String> env = new LinkedHashMap<>(call.call.facts());
    env.putAll(call.call.env());
    String problem =
        refusal(
            to,
            new Message.Run(id, function.fn(), call.call.inputs(), env, call.call.timeoutMillis()));
    if (problem != null) {
      pool.complete(call, TaskResult.failed(new TaskError(TaskError.UNEXPECTED, problem)));
      return;
    }
    call.wireId = id;
    call.worker = worker;
    unanswered.put(id, call);
    startDue();
    watchOldest();
  }

  /** Sends a run; says why when it can't be sent at all. */
  private static @Nullable String refusal(Connection to, Message.Run run) {
    try {
      return to.send(run)
          ? null
          : "the inputs are larger than "
              + Protocol.MAX_FRAME
              + " bytes of JSON; write large data to a file and pass its path";
    } catch (JsonException e) {
      return "the inputs can't be written as JSON: " + e.getMessage();
    }
  }

  /** Asks a call that was sent to end. */
  void cancel(PendingCall call) {
    Connection to = worker.connection();
    if (to != null) {
      tell(to, call, Message.Cancel.Reason.valueOf(reason(call).name()));
      if (call.started) {
        worker.retire();
        recall(to);
      }
      to.sendNow();
    }
    if (call.started) {
      climb(call);
    } else {
      pool.complete(call, TaskResult.failed(call.cancelled()));
    }
  }

  /** What is queued behind a call that goes on for long, or was cancelled, goes elsewhere. */
  private void recall(Connection to) {
    for (PendingCall call : unanswered.values()) {
      if (!call.started && call.cancelReason == null) {
        tell(to, call, Message.Cancel.Reason.RECALL);
      }
    }
  }

  /**
   * Watches the oldest call while others are queued behind it. How long a call takes is a guess;
   * when it was wrong, the others go elsewhere and nothing more is queued here until it has ended.
   */
  private void watchOldest() {
    if (watching || stuck || unanswered.size() <= pool.slots()) {
      return;
    }
    watching = true;
    long oldest = unanswered.keySet().iterator().next();
    var unused =
        host.loop()
            .schedule(
                RECALL_AFTER,
                () -> {
                  watching = false;
                  stuck = unanswered.size() > pool.slots() && unanswered.containsKey(oldest);
                  if (stuck) {
                    recallFromStuck();
                  } else {
                    watchOldest();
                  }
                });
  }

  private void recallFromStuck() {
    Connection to = worker.connection();
    if (to != null) {
      recall(to);
      to.sendNow();
      worker.poke();
    }
  }

  private static void tell(Connection to, PendingCall call, Message.Cancel.Reason reason) {
    to.send(new Message.Cancel(call.wireId, reason, call.grace.toMillis()));
  }

  void answered(Message.Result result) {
    PendingCall call = unanswered.remove(result.id());
    if (call == null) {
      worker.breach("answered a call that it doesn't have: " + result.id());
      return;
    }
    if (neverBegan(result)) {
      comeBack(call);
      afterAnswer();
      return;
    }
    served++;
    stuck = false;
    TaskResult.Output output = files.take(result);
    pool.took(call, result.wallUs());
    deliver(call, new TaskResult(outcome(call, result), output));
    afterAnswer();
  }

  /** Its code never began here. */
  private void comeBack(PendingCall call) {
    if (call.cancelReason == null) {
      call.unsend();
      pool.requeue(call);
    } else {
      pool.complete(call, TaskResult.failed(call.cancelled()));
    }
  }

  private static boolean neverBegan(Message.Result result) {
    return result.error() != null
        && result.error().kind() == Failure.Kind.CANCELLED
        && result.error().type().equals(Failure.NOT_STARTED);
  }

  private void afterAnswer() {
    startDue();
    if (unanswered.isEmpty()) {
      idleSince = System.nanoTime();
    }
    if (WorkerPool.isSpent(served, System.nanoTime() - bornAt, files.size())) {
      worker.retire();
    }
    worker.drainIfRetired();
    pool.dispatch();
  }

  private void deliver(PendingCall call, TaskResult result) {
    if (call.cancelReason == null) {
      pool.complete(call, result);
      return;
    }
    worker.retire();
    held.put(call, result);
    var unused = host.loop().schedule(LONGEST_HOLD, () -> pool.complete(call, result));
  }

  private static TaskResult.Outcome outcome(PendingCall call, Message.Result result) {
    if (result.error() != null) {
      return new TaskResult.Outcome.Failed(
          call.cancelReason != null
              ? call.cancelled()
              : ErrorNames.of(result.error(), call.call.spec().errors()));
    }
    if (call.cancelReason == CancelReason.TIMEOUT) {
      return new TaskResult.Outcome.Failed(call.cancelled());
    }
    if (result.value() == null) {
      throw new IllegalStateException("a result has a value or an error");
    }
    return new TaskResult.Outcome.Succeeded(
        result.value(),
        result.calls().stream()
            .map(made -> new TaskResult.Call(made.task(), made.with()))
            .toList());
  }

  /** Starts the clock of the calls that now run. */
  private void startDue() {
    int running = 0;
    for (PendingCall call : unanswered.values()) {
      if (running++ == pool.slots()) {
        return;
      }
      if (!call.started) {
        call.start();
        if (call.cancelReason == null) {
          pool.watch(call);
        } else {
          climb(call);
        }
      }
    }
  }

  /** The ladder: a nudge, after the grace SIGTERM, then the kill. */
  private void climb(PendingCall call) {
    worker.poke();
    var unused =
        host.loop()
            .schedule(
                call.grace,
                () -> {
                  if (unanswered.get(call.wireId) == call) {
                    worker.terminate();
                  }
                });
  }

  private static CancelReason reason(PendingCall call) {
    return call.cancelReason == null ? CancelReason.USER : call.cancelReason;
  }
}
