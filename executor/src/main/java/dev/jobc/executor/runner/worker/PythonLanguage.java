package dev.jobc.executor.runner.worker;

import dev.jobc.executor.runner.CodeBundle;
import dev.jobc.executor.runner.TaskCall;
import dev.jobc.executor.runner.bundle.LoadException;
import dev.jobc.executor.runner.bundle.RunnerFiles;
import dev.jobc.executor.runner.host.RunnerHost;
import dev.jobc.executor.runner.process.Programs;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Python: one process a slot, one task at a time in it, every function of a bundle in the same
 * process. The worker itself says when its interpreter is too old.
 */
final class PythonLanguage implements Language {
  private static final String DEFAULT = "python3";

  private final RunnerHost host;
  private final RunnerFiles sources = RunnerFiles.of("python");

  PythonLanguage(RunnerHost host) {
    this.host = host;
  }

  @Override
  public String runtime() {
    return "python";
  }

  @Override
  public String separation(String fingerprint) {
    return "";
  }

  @Override
  public boolean poked() {
    return true;
  }

  @Override
  public Launch prepare(TaskCall call, ResolvedTask task) throws LoadException {
    CodeBundle bundle = call.bundle();
    if (bundle == null) {
      throw new LoadException("the task `" + call.spec().name() + "` came without its code");
    }
    Path runner = sources.unpack(host.directory().resolve("runners").resolve("python"));
    Path code = host.bundles().materialise(bundle);
    List<String> command =
        List.of(
            interpreter(call.spec().interpreter()).toString(),
            "-X",
            "utf8",
            runner.resolve("jobc_worker.py").toString());
    return new Launch(command, Map.of(), code, 1);
  }

  private static Path interpreter(String wanted) throws LoadException {
    String name = wanted.isEmpty() ? DEFAULT : wanted;
    String searchPath = Programs.searchPath();
    return Programs.find(name, searchPath)
        .orElseThrow(
            () ->
                new LoadException(
                    "there is no `"
                        + name
                        + "` on this worker's PATH ("
                        + searchPath
                        + "); install Python 3.9 or newer, or name its path as `interpreter`"));
  }
}
