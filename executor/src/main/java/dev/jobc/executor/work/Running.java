package dev.jobc.executor.work;

import dev.jobc.executor.runner.TaskCall;
import dev.jobc.executor.runner.TaskResult;
import dev.jobc.executor.runner.TaskRunner;
import dev.jobc.executor.store.Claimed;
import dev.jobc.plan.Plan;
import dev.jobc.plan.TaskPolicy;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** An attempt that a runner has. */
final class Running {
  private final Claimed claimed;
  private final Plan plan;
  private final TaskCall call;
  private final Guards guards;
  private final TaskPreparer.Prepared.@Nullable Sharing shares;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private volatile Limits limits;
  private final TaskPolicy.OnShutdown onShutdown;
  private volatile @Nullable TaskRunner runner;
  private @Nullable TaskCall current;
  private int passed;
  private final long calledNanos = System.nanoTime();
  private volatile long startedMicros;
  private volatile TaskRunner.@Nullable CancelReason cancelled;
  private volatile @Nullable Future<?> timeout;
  private volatile @Nullable Future<?> watch;
  private volatile boolean stalled;
  private long signs;
  private long signNanos;

  Running(Claimed claimed, TaskPreparer.Prepared.Call prepared) {
    this.claimed = claimed;
    plan = prepared.plan();
    limits = prepared.limits();
    onShutdown = prepared.onShutdown();
    call = prepared.call();
    guards = prepared.guards();
    shares = prepared.shares();
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

  /** The one that has it, or one of its checks; null between two of them. */
  @Nullable TaskRunner runner() {
    return runner;
  }

  /** A runner is about to have the task, or one of its checks. */
  void runner(TaskRunner has, TaskCall what) {
    runner = has;
    current = what;
  }

  /** What the runner has. */
  @Nullable TaskCall current() {
    return current;
  }

  /** What it has been given and must not write. */
  LogMask mask() {
    if (guards.programs().isEmpty()) {
      return LogMask.of(List.of(call));
    }
    List<TaskCall> calls = new ArrayList<>(List.of(call));
    guards.programs().forEach(program -> calls.add(program.call()));
    return LogMask.of(calls);
  }

  /** How its result may be used again; null when it may not. */
  TaskPreparer.Prepared.@Nullable Sharing shares() {
    return shares;
  }

  Guards guards() {
    return guards;
  }

  /** The program that has to succeed next; null when the task itself is next. */
  Guards.@Nullable Program check() {
    return passed < guards.programs().size() ? guards.programs().get(passed) : null;
  }

  /** The program has succeeded. Its time is not that of the next, or of the task. */
  void passed(TaskResult.Output written) {
    passed++;
    out.writeBytes(written.stdout());
    err.writeBytes(written.stderr());
    runner = null;
    current = null;
    cancelled = null;
  }

  /** What the checks have written, and then this. */
  TaskResult.Output written(TaskResult.Output last) {
    if (passed == 0) {
      return last;
    }
    out.writeBytes(last.stdout());
    err.writeBytes(last.stderr());
    return new TaskResult.Output(out.toByteArray(), err.toByteArray());
  }

  /** The checks have taken some of the time of the task. */
  TaskCall late() {
    limits = limits.after((long) millis());
    return new TaskCall(
        call.id(),
        call.spec(),
        call.bundle(),
        call.inputs(),
        call.env(),
        call.args(),
        call.stdin(),
        limits.attempt(),
        call.facts());
  }

  double millis() {
    return (System.nanoTime() - calledNanos) / 1e6;
  }

  /** 0 until the task's code has begun. */
  long startedMicros() {
    return startedMicros;
  }

  void started(long micros) {
    startedMicros = startedMicros == 0 ? micros : startedMicros;
    signNanos = System.nanoTime();
  }

  /** Whether it has been silent for longer than it may; asked on one thread again and again. */
  boolean looksStalled() {
    long now = System.nanoTime();
    TaskRunner has = runner;
    long given = has == null ? signs : has.signs(call.id());
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
