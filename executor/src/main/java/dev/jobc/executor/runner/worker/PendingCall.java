package dev.jobc.executor.runner.worker;

import dev.jobc.executor.TaskError;
import dev.jobc.executor.runner.Stopped;
import dev.jobc.executor.runner.TaskCall;
import dev.jobc.executor.runner.TaskResult;
import dev.jobc.executor.runner.TaskRunner.CancelReason;
import dev.jobc.executor.runner.channel.EventLoop;
import dev.jobc.protocol.Message;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A call on its way to its one result. Used only on the loop. */
final class PendingCall {
  final TaskCall call;
  final ResolvedTask task;
  private final Runnable onStart;
  private final Consumer<TaskResult> onResult;

  /** Its place among the calls of its pool, lowest first. */
  long place;

  /** Its id in the session it was last sent in. */
  long wireId;

  @Nullable WorkerProcess worker;
  @Nullable CancelReason cancelReason;
  Duration grace = Duration.ZERO;
  boolean started;

  Message.@Nullable Progress lastProgress;

  /** How often it has given a sign of life; read on other threads. */
  volatile long signs;

  EventLoop.@Nullable Timer timeout;
  private boolean announced;
  private boolean done;

  PendingCall(TaskCall call, ResolvedTask task, Runnable onStart, Consumer<TaskResult> onResult) {
    this.call = call;
    this.task = task;
    this.onStart = onStart;
    this.onResult = onResult;
  }

  /** The task's code begins, as far as the executor can tell. */
  void start() {
    started = true;
    if (!announced && !done) {
      announced = true;
      guarded(onStart);
    }
  }

  /** It never began in the session it was sent in, and may be sent again. */
  void unsend() {
    worker = null;
    started = false;
    if (timeout != null) {
      timeout.cancel();
    }
  }

  void complete(TaskResult result) {
    if (done) {
      return;
    }
    done = true;
    if (timeout != null) {
      timeout.cancel();
    }
    guarded(() -> onResult.accept(result));
  }

  /** A listener that throws must not upset the pool. */
  private static void guarded(Runnable listener) {
    try {
      listener.run();
    } catch (RuntimeException e) {
      Thread thread = Thread.currentThread();
      thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
    }
  }

  /** The error of a call that was asked to end. */
  TaskError cancelled() {
    TaskError error =
        Stopped.error(
            cancelReason == null ? CancelReason.USER : cancelReason, call.timeoutMillis());
    return lastProgress == null
        ? error
        : new TaskError(error.name(), error.message() + "; last report: " + text(lastProgress));
  }

  private static String text(Message.Progress progress) {
    StringBuilder text = new StringBuilder();
    if (progress.done() != null) {
      text.append(progress.done());
    }
    if (progress.total() != null) {
      text.append(" of ").append(progress.total());
    }
    if (progress.msg() != null) {
      text.append(text.isEmpty() ? "" : ": ").append(progress.msg());
    }
    return text.isEmpty() ? "a heartbeat" : text.toString();
  }
}
