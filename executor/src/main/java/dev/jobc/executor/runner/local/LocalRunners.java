package dev.jobc.executor.runner.local;

import dev.jobc.executor.TaskError;
import dev.jobc.executor.WorkerSettings;
import dev.jobc.executor.runner.TaskCall;
import dev.jobc.executor.runner.TaskResult;
import dev.jobc.executor.runner.TaskRunner;
import dev.jobc.executor.runner.host.RunnerHost;
import dev.jobc.executor.runner.oneshot.OneShotRunner;
import dev.jobc.executor.runner.worker.WarmWorkers;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** Every runtime of this machine behind one runner: python, go, shell, command. */
public final class LocalRunners implements TaskRunner {
  private final RunnerHost host;
  private final List<TaskRunner> runners;

  private LocalRunners(RunnerHost host, List<TaskRunner> runners) {
    this.host = host;
    this.runners = runners;
  }

  /**
   * Starts no process yet; removes what a dead executor left in the directory.
   *
   * @param settings its directory, slots and grace are used
   * @throws java.io.UncheckedIOException when the directory can't be used
   */
  public static TaskRunner create(WorkerSettings settings) {
    RunnerHost host = new RunnerHost(settings.directory());
    return new LocalRunners(
        host,
        List.of(
            WarmWorkers.create(host, settings.slots(), settings.grace()),
            new OneShotRunner(host, settings.grace())));
  }

  @Override
  public boolean serves(String runtime) {
    return runners.stream().anyMatch(runner -> runner.serves(runtime));
  }

  @Override
  public void run(TaskCall call, Runnable onStart, Consumer<TaskResult> onResult) {
    String runtime = call.spec().runtime();
    for (TaskRunner runner : runners) {
      if (runner.serves(runtime)) {
        runner.run(call, onStart, onResult);
        return;
      }
    }
    host.loop()
        .execute(
            () ->
                onResult.accept(
                    TaskResult.failed(
                        new TaskError(
                            TaskError.LOAD_ERROR,
                            "this worker has no runtime `" + runtime + "`"))));
  }

  @Override
  public long signs(long callId) {
    return runners.stream().mapToLong(runner -> runner.signs(callId)).sum();
  }

  @Override
  public void cancel(long callId, CancelReason reason, Duration grace) {
    runners.forEach(runner -> runner.cancel(callId, reason, grace));
  }

  @Override
  public void close() {
    runners.forEach(TaskRunner::close);
    host.close();
  }
}
