package dev.jobc.executor.work;

import dev.jobc.executor.runner.TaskCall;
import dev.jobc.executor.runner.TaskRunner;
import dev.jobc.executor.store.Claimed;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** An attempt that a runner has. */
final class Running {
  private final Claimed claimed;
  private final TaskCall call;
  private final Limits limits;
  private final TaskRunner runner;
  private final long calledNanos = System.nanoTime();
  private volatile long startedMicros;
  private volatile TaskRunner.@Nullable CancelReason cancelled;
  private volatile @Nullable Future<?> timeout;

  Running(Claimed claimed, TaskCall call, Limits limits, TaskRunner runner) {
    this.limits = limits;
    this.claimed = claimed;
    this.call = call;
    this.runner = runner;
  }

  Claimed claimed() {
    return claimed;
  }

  TaskCall call() {
    return call;
  }

  Limits limits() {
    return limits;
  }

  TaskRunner runner() {
    return runner;
  }

  double millis() {
    return (System.nanoTime() - calledNanos) / 1e6;
  }

  /** 0 until the task's code has begun. */
  long startedMicros() {
    return startedMicros;
  }

  void started(long micros) {
    startedMicros = micros;
  }

  void timeout(Future<?> scheduled) {
    timeout = scheduled;
  }

  void over() {
    Future<?> scheduled = timeout;
    if (scheduled != null) {
      scheduled.cancel(false);
    }
  }

  TaskRunner.@Nullable CancelReason cancelled() {
    return cancelled;
  }

  void cancelled(TaskRunner.CancelReason reason) {
    cancelled = reason;
  }
}
