package dev.jobc.executor.runner.oneshot;

import dev.jobc.executor.TaskError;
import dev.jobc.executor.runner.TaskCall;
import dev.jobc.executor.runner.TaskResult;
import dev.jobc.executor.runner.TaskRunner;
import dev.jobc.executor.runner.host.RunnerHost;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Runs shell scripts and commands, a process an attempt. All state lives on the host's loop. */
public final class OneShotRunner implements TaskRunner {
  static final String SHELL = "shell";
  static final String COMMAND = "command";

  private final RunnerHost host;
  private final Duration grace;
  private final Map<Long, Attempt> attempts = new ConcurrentHashMap<>();
  private final CompletableFuture<Void> closed = new CompletableFuture<>();
  private boolean closing;

  /**
   * @param grace what a task that exceeds its time limit may take to end
   */
  public OneShotRunner(RunnerHost host, Duration grace) {
    this.host = host;
    this.grace = grace;
  }

  @Override
  public boolean serves(String runtime) {
    return runtime.equals(SHELL) || runtime.equals(COMMAND);
  }

  @Override
  public void run(TaskCall call, Runnable onStart, Consumer<TaskResult> onResult) {
    host.loop().execute(() -> admit(call, onStart, onResult));
  }

  /** What they have written so far, in bytes. */
  @Override
  public long signs(long callId) {
    Attempt attempt = attempts.get(callId);
    return attempt == null ? 0 : attempt.written();
  }

  @Override
  public void cancel(long callId, CancelReason reason, Duration callGrace) {
    host.loop()
        .execute(
            () -> {
              Attempt attempt = attempts.get(callId);
              if (attempt != null) {
                attempt.cancel(reason, callGrace);
              }
            });
  }

  @Override
  public void close() {
    host.loop()
        .execute(
            () -> {
              closing = true;
              List.copyOf(attempts.values())
                  .forEach(attempt -> attempt.cancel(CancelReason.SHUTDOWN, Duration.ZERO));
              checkClosed();
            });
    closed.join();
  }

  private void admit(TaskCall call, Runnable onStart, Consumer<TaskResult> onResult) {
    if (closing) {
      onResult.accept(
          TaskResult.failed(new TaskError(TaskError.CANCELLED, "the worker is shutting down")));
      return;
    }
    Attempt attempt =
        new Attempt(
            host,
            call,
            grace,
            onStart,
            result -> {
              attempts.remove(call.id());
              onResult.accept(result);
              checkClosed();
            });
    attempts.put(call.id(), attempt);
    attempt.begin();
  }

  private void checkClosed() {
    if (closing && attempts.isEmpty()) {
      closed.complete(null);
    }
  }
}
