package dev.jobc.executor.runner.oneshot;

import dev.jobc.executor.TaskError;
import dev.jobc.executor.runner.Stopped;
import dev.jobc.executor.runner.TaskCall;
import dev.jobc.executor.runner.TaskResult;
import dev.jobc.executor.runner.TaskRunner.CancelReason;
import dev.jobc.executor.runner.bundle.LoadException;
import dev.jobc.executor.runner.channel.EventLoop;
import dev.jobc.executor.runner.host.RunnerHost;
import dev.jobc.executor.runner.process.Folders;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One program on its way to its one result. State is touched on the loop only; what may block is
 * done on the background threads.
 *
 * <ol>
 *   <li>The result is given only when the program has ended and nothing it started is left.
 *   <li>A program that was signalled is reported as cancelled or timed out, whatever it says.
 *   <li>The attempt's directory is gone before the result is given.
 * </ol>
 */
final class Attempt {
  private static final Duration KILL_AFTER_TERM = Duration.ofSeconds(5);

  private final RunnerHost host;
  private final TaskCall call;
  private final Duration timeoutGrace;
  private final Runnable onStart;
  private final Consumer<TaskResult> onResult;
  private final String cookie;
  private volatile @Nullable AttemptFolder folder;
  private @Nullable Process process;
  private @Nullable CancelReason cancelReason;
  private EventLoop.@Nullable Timer timeout;
  private boolean done;

  Attempt(
      RunnerHost host,
      TaskCall call,
      Duration timeoutGrace,
      Runnable onStart,
      Consumer<TaskResult> onResult) {
    this.host = host;
    this.call = call;
    this.timeoutGrace = timeoutGrace;
    this.onStart = onStart;
    this.onResult = onResult;
    this.cookie = host.newCookie();
  }

  TaskCall call() {
    return call;
  }

  /** Bytes of output so far; may be asked on any thread. */
  long written() {
    AttemptFolder files = folder;
    return files == null ? 0 : files.out().toFile().length() + files.err().toFile().length();
  }

  void begin() {
    host.background().execute(this::prepare);
  }

  /**
   * Ends the program: SIGTERM, after the grace SIGKILL.
   *
   * @param grace zero for SIGKILL at once
   */
  void cancel(CancelReason reason, Duration grace) {
    if (done || (cancelReason != null && !grace.isZero())) {
      return;
    }
    cancelReason = cancelReason == null ? reason : cancelReason;
    Process running = process;
    if (running == null) {
      return; // it is killed as soon as it has been started, or never started
    }
    if (grace.isZero()) {
      host.kill(running);
    } else {
      host.terminate(running);
      Duration wait = grace.compareTo(KILL_AFTER_TERM) < 0 ? grace : KILL_AFTER_TERM;
      var unused = host.loop().schedule(wait, () -> host.kill(running));
    }
  }

  // ----------------------------------------------------------------------- on a background thread

  private void prepare() {
    try {
      Path bundle = call.bundle() == null ? null : host.bundles().materialise(call.bundle());
      AttemptFolder made = AttemptFolder.create(host.newFolder("a"), call, bundle);
      host.loop().execute(() -> folder = made);
      ProcessBuilder builder = builder(made, bundle);
      host.loop().execute(() -> start(builder));
    } catch (LoadException e) {
      fail(new TaskError(TaskError.LOAD_ERROR, String.valueOf(e.getMessage())));
    } catch (IOException | RuntimeException e) {
      fail(new TaskError(TaskError.UNEXPECTED, "the task can't be prepared: " + e));
    }
  }

  private ProcessBuilder builder(AttemptFolder made, @Nullable Path bundle)
      throws IOException, LoadException {
    boolean shell = call.spec().runtime().equals(OneShotRunner.SHELL);
    Map<String, String> env = TaskEnvironment.of(call, made, cookie, shell);
    String searchPath = env.getOrDefault("PATH", "");
    ProcessBuilder builder =
        new ProcessBuilder(new CommandLine(call, bundle, made.work(), searchPath).words())
            .directory(made.work().toFile())
            .redirectInput(call.stdin() == null ? new File("/dev/null") : made.stdin().toFile())
            .redirectOutput(made.out().toFile())
            .redirectError(made.err().toFile());
    builder.environment().clear();
    builder.environment().putAll(env);
    return builder;
  }

  private void fail(TaskError error) {
    host.loop().execute(() -> finish(TaskResult.failed(error)));
  }

  // ------------------------------------------------------------------------------------ on the
  // loop

  private void start(ProcessBuilder builder) {
    if (cancelReason != null) {
      finish(TaskResult.failed(Stopped.error(cancelReason, call.timeoutMillis())));
      return;
    }
    var unused =
        host.spawner()
            .start(builder)
            .whenComplete(
                (started, problem) -> host.loop().execute(() -> started(started, problem)));
  }

  private void started(@Nullable Process started, @Nullable Throwable problem) {
    if (started == null) {
      String why = problem == null ? "" : String.valueOf(problem.getMessage());
      finish(TaskResult.failed(new TaskError(TaskError.LOAD_ERROR, why)));
      return;
    }
    process = started;
    onStart.run();
    if (call.timeoutMillis() > 0) {
      timeout =
          host.loop()
              .schedule(
                  Duration.ofMillis(call.timeoutMillis()),
                  () -> cancel(CancelReason.TIMEOUT, timeoutGrace));
    }
    if (cancelReason != null) {
      host.kill(started);
    }
    var unused =
        started
            .onExit()
            .thenCompose(ended -> host.sweeper().sweep(cookie))
            .thenRun(() -> host.loop().execute(() -> ended(started.exitValue())));
  }

  private void ended(int exitCode) {
    if (timeout != null) {
      timeout.cancel();
    }
    AttemptFolder files = folder;
    if (files == null) {
      throw new IllegalStateException("a program ran without its folder");
    }
    CancelReason reason = cancelReason;
    host.background()
        .execute(
            () -> {
              TaskResult result = Ending.read(call, files, exitCode, reason);
              host.loop().execute(() -> finish(result));
            });
  }

  private void finish(TaskResult result) {
    if (done) {
      return;
    }
    done = true;
    AttemptFolder files = folder;
    host.background()
        .execute(
            () -> {
              if (files != null) {
                Folders.remove(files.root());
              }
              host.loop().execute(() -> onResult.accept(result));
            });
  }
}
