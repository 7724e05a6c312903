package dev.jobc.executor.runner.worker;

import dev.jobc.executor.runner.TaskCall;
import dev.jobc.executor.runner.bundle.LoadException;
import dev.jobc.executor.runner.gobuild.GoBuilder;
import dev.jobc.executor.runner.host.RunnerHost;
import java.util.List;
import java.util.Map;

/**
 * Go: a program of its own for each task. A process runs one task at a time, although the worker
 * can run several, so that output, directory, environment and a crash belong to one task only; a
 * further process costs a few milliseconds.
 */
final class GoLanguage implements Language {
  private final GoBuilder builder;

  GoLanguage(RunnerHost host) {
    this.builder = new GoBuilder(host);
  }

  @Override
  public String runtime() {
    return "go";
  }

  @Override
  public String separation(String fingerprint) {
    return fingerprint;
  }

  @Override
  public boolean poked() {
    return false;
  }

  @Override
  public Launch prepare(TaskCall call, ResolvedTask task) throws LoadException {
    String program = builder.build(call, task.fingerprint()).toString();
    return new Launch(List.of(program), Map.of(), null, 1);
  }
}
