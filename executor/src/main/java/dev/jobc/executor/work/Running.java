package dev.jobc.executor.work;

import dev.jobc.executor.runner.TaskCall;
import dev.jobc.executor.runner.TaskRunner;
import dev.jobc.executor.store.Claimed;
import dev.jobc.plan.Plan;
import dev.jobc.plan.TaskPolicy;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** An attempt that a runner has. */
final class Running {
  private final Claimed claimed;
  private final Plan plan;
  private final TaskCall call;
  private final Limits limits;
  private final TaskPolicy.OnShutdown onShutdown;
  private final TaskRunner runner;
  private final long calledNanos = System.nanoTime();
  private volatile long startedMicros;
  private volatile TaskRunner.@Nullable CancelReason cancelled;
  private volatile @Nullable Future<?> timeout;
  private volatile @Nullable Future<?> watch;
  private volatile boolean stalled;
  private long signs;
  private long signNanos;

  Running(Claimed claimed, TaskPreparer.Prepared.Call prepared, TaskRunner runner) {
    this.claimed = claimed;
    plan = prepared.plan();
    limits = prepared.limits();
    onShutdown = prepared.onShutdown();
    call = prepared.call();
    this.runner = runner;
  }

  Claimed claimed() {
    return claimed;
  }

  /** The plan that its task belongs to. */
  Plan plan() {
    return plan;
  }

  TaskCall call() {
    return call;
  }

  Limits limits() {
    return limits;
  }

  TaskPolicy.OnShutdown onShutdown() {
    return onShutdown;
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
    signNanos = System.nanoTime();
  }

  /** Whether it has been silent for longer than it may; asked on one thread again and again. */
  boolean looksStalled() {
    long now = System.nanoTime();
    long given = runner.signs(call.id());
    if (given != signs) {
      signs = given;
      signNanos = now;
    }
    return now - signNanos >= limits.heartbeat() * 1_000_000;
  }

  /** It is stopped because it was silent for too long. */
  void stalled(boolean silent) {
    stalled = silent;
  }

  boolean stalled() {
    return stalled;
  }

  void timeout(Future<?> scheduled) {
    timeout = scheduled;
  }

  void watch(Future<?> repeated) {
    watch = repeated;
  }

  void over() {
    for (Future<?> scheduled : new Future<?>[] {timeout, watch}) {
      if (scheduled != null) {
        scheduled.cancel(false);
      }
    }
  }

  TaskRunner.@Nullable CancelReason cancelled() {
    return cancelled;
  }

  void cancelled(TaskRunner.CancelReason reason) {
    cancelled = reason;
  }
}
