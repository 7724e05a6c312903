package dev.jobc.executor.runner.worker;

import dev.jobc.executor.runner.TaskCall;
import dev.jobc.executor.runner.bundle.LoadException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A language whose tasks run in warm workers. */
interface Language {
  /** The runtime's name in plans. */
  String runtime();

  /**
   * What tells apart calls that can't share a process, beside the bundle and the interpreter.
   *
   * @param fingerprint digest of the task's entry and types
   */
  String separation(String fingerprint);

  /** Makes the code ready and says how to start a process for it. May block for long. */
  Launch prepare(TaskCall call, ResolvedTask task) throws LoadException;

  /** Whether a cancel needs SIGUSR1 beside its frame. */
  boolean poked();

  /**
   * How to start a worker process.
   *
   * @param env added to the clean environment
   * @param code directory of the task code, null when the program holds it
   * @param slots tasks one process runs at once
   */
  record Launch(List<String> command, Map<String, String> env, @Nullable Path code, int slots) {}
}
