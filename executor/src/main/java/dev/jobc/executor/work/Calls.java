package dev.jobc.executor.work;

import dev.jobc.executor.TaskError;
import dev.jobc.executor.runner.TaskCall;
import dev.jobc.executor.runner.TaskResult;
import dev.jobc.executor.runner.TaskRunner;
import dev.jobc.executor.runner.TaskRunner.CancelReason;
import dev.jobc.executor.store.Claimed;
import dev.jobc.executor.store.Completion;
import dev.jobc.executor.store.Outcome;
import dev.jobc.plan.TaskPolicy;
import dev.jobc.plan.TaskSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The attempts under way at runners. Every call that is made ends in exactly one completion on the
 * desk, also when the runner refuses or the result makes no sense.
 */
final class Calls {
  /** How often the time that a task may be silent is looked at. */
  private static final long LOOKS_PER_SILENCE = 10;

  private static final TaskError SHUT_DOWN =
      new TaskError(TaskError.CANCELLED, "its worker was shut down");

  private final List<TaskRunner> runners;
  private final Desk desk;
  private final InstantSource clock;
  private final ScheduledExecutorService timer;
  private final Duration grace;
  private final Map<Long, Running> running = new ConcurrentHashMap<>();
  private volatile Set<Claimed> halted = Set.of();

  Calls(
      List<TaskRunner> runners,
      Desk desk,
      InstantSource clock,
      ScheduledExecutorService timer,
      Duration grace) {
    this.runners = runners;
    this.desk = desk;
    this.clock = clock;
    this.timer = timer;
    this.grace = grace;
  }

  int count() {
    return running.size();
  }

  long now() {
    Instant now = clock.instant();
    return now.getEpochSecond() * 1_000_000L + now.getNano() / 1_000L;
  }

  void start(Claimed claimed, TaskPreparer.Prepared.Call prepared) {
    Running one = new Running(claimed, prepared);
    running.put(one.call().id(), one);
    goOn(one);
  }

  /** Begins the next of its checks, or the task itself. */
  private void goOn(Running one) {
    Guards.Program check = one.check();
    if (check != null) {
      run(one, check.call(), result -> checked(one, check, result));
    } else if (one.guards().then() != null) {
      ended(one, new Outcome.Failed(one.guards().then()), TaskResult.Output.NONE);
    } else if (one.guards().alone()) {
      ended(one, new Outcome.Succeeded(null), TaskResult.Output.NONE);
    } else if (one.guards().programs().isEmpty()) {
      run(one, one.call(), result -> ended(one, result));
    } else {
      TaskCall late = one.late();
      TaskError tooLate = one.limits().late();
      if (tooLate == null) {
        run(one, late, result -> ended(one, result));
      } else {
        ended(one, new Outcome.Failed(tooLate), TaskResult.Output.NONE);
      }
    }
  }

  private void run(Running one, TaskCall call, Consumer<TaskResult> then) {
    TaskRunner runner = runner(call.spec().runtime());
    if (runner == null) {
      String message =
          "no runner on this worker serves the runtime `" + call.spec().runtime() + "`";
      then.accept(TaskResult.failed(new TaskError(TaskError.LOAD_ERROR, message)));
      return;
    }
    try {
      synchronized (one) {
        if (one.cancelled() == null) {
          one.runner(runner, call);
          runner.run(call, () -> started(one, call), then);
          return;
        }
      }
    } catch (RuntimeException e) {
      then.accept(TaskResult.failed(unexpected(e)));
      return;
    }
    // Something has ended it between two programs.
    then.accept(TaskResult.failed(SHUT_DOWN));
  }

  /** A program that has to succeed before the task has ended. */
  private void checked(Running one, Guards.Program check, TaskResult result) {
    one.over();
    boolean passed;
    CancelReason reason;
    synchronized (one) {
      reason = one.cancelled();
      passed =
          result.outcome() instanceof TaskResult.Outcome.Succeeded
              && (reason == null || reason == CancelReason.TIMEOUT);
      if (passed) {
        one.passed(result.output());
      }
    }
    if (passed) {
      goOn(one);
    } else if (reason == null || reason == CancelReason.TIMEOUT) {
      ended(one, new Outcome.Failed(check.failure(why(one, result))), result.output());
    } else {
      ended(one, stopped(one, reason), result.output());
    }
  }

  private static TaskError why(Running one, TaskResult result) {
    if (one.cancelled() != null) {
      return one.limits().ranTooLong();
    }
    return result.outcome() instanceof TaskResult.Outcome.Failed(TaskError error)
        ? error
        : new TaskError(TaskError.UNEXPECTED, "asked to be skipped");
  }

  /** An attempt that needed no runner. */
  void finish(Claimed claimed, long startedMicros, Outcome outcome) {
    desk.finished(new Completion(claimed, startedMicros, now(), outcome, TaskResult.Output.NONE));
  }

  static TaskError unexpected(RuntimeException e) {
    return new TaskError(TaskError.UNEXPECTED, e.toString());
  }

  private @Nullable TaskRunner runner(String runtime) {
    for (TaskRunner runner : runners) {
      if (runner.serves(runtime)) {
        return runner;
      }
    }
    return null;
  }

  private void started(Running one, TaskCall call) {
    one.started(now());
    long limit = call.timeoutMillis();
    if (limit > 0) {
      one.timeout(timer.schedule(() -> tooLong(one, call), limit, TimeUnit.MILLISECONDS));
    }
    long silence = one.limits().heartbeat();
    // A check says nothing of the task.
    if (silence > 0 && one.check() == null) {
      long every = Math.max(1, silence / LOOKS_PER_SILENCE);
      one.watch(
          timer.scheduleWithFixedDelay(
              () -> lookForLife(one), every, every, TimeUnit.MILLISECONDS));
    }
  }

  private void tooLong(Running one, TaskCall call) {
    synchronized (one) {
      if (one.current() == call) {
        cancel(one, CancelReason.TIMEOUT);
      }
    }
  }

  private void lookForLife(Running one) {
    if (one.cancelled() == null && one.looksStalled()) {
      one.stalled(true);
      cancel(one, CancelReason.TIMEOUT);
    }
  }

  private void cancel(Running one, CancelReason reason) {
    if (running.containsKey(one.call().id())) {
      synchronized (one) {
        one.cancelled(reason);
        TaskRunner runner = one.runner();
        if (runner != null) {
          runner.cancel(one.call().id(), reason, grace);
        }
      }
    }
  }

  /** Asks everything under way to end. */
  void cancelAll(CancelReason reason) {
    running.values().forEach(one -> cancel(one, reason));
  }

  /** Asks everything under way to end but what a stopping worker waits for. */
  void shutDown() {
    running.values().stream()
        .filter(one -> one.onShutdown() != TaskPolicy.OnShutdown.CONTINUE)
        .forEach(one -> cancel(one, CancelReason.SHUTDOWN));
  }

  /** Whether something is under way that a stopping worker waits for. */
  boolean anyContinues() {
    return running.values().stream()
        .anyMatch(one -> one.onShutdown() == TaskPolicy.OnShutdown.CONTINUE);
  }

  /** Stops this work; what has not been started yet is known by {@link #isHalted} from now on. */
  void halt(Collection<Claimed> work) {
    halted = Set.copyOf(work);
    if (!work.isEmpty()) {
      running.values().stream()
          .filter(one -> one.cancelled() == null && halted.contains(one.claimed()))
          .forEach(one -> cancel(one, CancelReason.USER));
      desk.dispatching.ring();
    }
  }

  /** Whether work must not be started. */
  boolean isHalted(Claimed claimed) {
    return halted.contains(claimed);
  }

  private void ended(Running one, TaskResult result) {
    Outcome outcome;
    try {
      outcome = outcome(one, result);
    } catch (RuntimeException e) {
      outcome = new Outcome.Failed(unexpected(e));
    }
    ended(one, outcome, result.output());
  }

  private void ended(Running one, Outcome outcome, TaskResult.Output output) {
    if (running.remove(one.call().id()) == null) {
      return;
    }
    one.over();
    desk.demand.ran(one.millis());
    long finished = now();
    long started = one.startedMicros() == 0 ? finished : one.startedMicros();
    LogMask mask = one.mask();
    desk.finished(
        new Completion(
            one.claimed(), started, finished, mask.of(outcome), mask.of(one.written(output))));
    desk.dispatching.ring();
  }

  /** A task that has succeeded in spite of a cancel has succeeded. */
  private static Outcome outcome(Running one, TaskResult result) {
    TaskSpec spec = one.call().spec();
    CancelReason reason = one.cancelled();
    if (reason == null || result.outcome() instanceof TaskResult.Outcome.Succeeded) {
      Outcome outcome = Results.outcome(one.plan(), spec, result);
      TaskPreparer.Prepared.Sharing shares = one.shares();
      return shares != null && outcome instanceof Outcome.Succeeded(byte[] outputs)
          ? new Outcome.Shared(outputs, shares.key(), shares.ttl())
          : outcome;
    }
    return stopped(one, reason);
  }

  private static Outcome stopped(Running one, CancelReason reason) {
    return switch (reason) {
      case TIMEOUT ->
          new Outcome.Failed(one.stalled() ? one.limits().stalled() : one.limits().ranTooLong());
      case SHUTDOWN ->
          one.onShutdown() == TaskPolicy.OnShutdown.STOP
              ? new Outcome.Failed(SHUT_DOWN)
              : new Outcome.GivenBack(true);
      case LEASE_LOST -> new Outcome.GivenBack(true);
      case USER -> new Outcome.Cancelled();
    };
  }
}
