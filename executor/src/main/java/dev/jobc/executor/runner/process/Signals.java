package dev.jobc.executor.runner.process;

import java.util.concurrent.CompletableFuture;

/** Sends signals that Java itself can't: to a whole process group, and other than TERM and KILL. */
public final class Signals {
  private final Spawner spawner;

  public Signals(Spawner spawner) {
    this.spawner = spawner;
  }

  /**
   * Signals one process.
   *
   * @param signal name without SIG
   */
  public CompletableFuture<Void> process(String signal, long pid) {
    return kill(signal, Long.toString(pid));
  }

  /** Signals the process group that a process leads. */
  public CompletableFuture<Void> group(String signal, long leader) {
    return kill(signal, "-" + leader);
  }

  private CompletableFuture<Void> kill(String signal, String target) {
    ProcessBuilder builder =
        new ProcessBuilder("/bin/sh", "-c", "kill -s \"$1\" -- \"$2\"", "sh", signal, target)
            .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    return spawner.start(builder).thenCompose(Process::onExit).thenAccept(done -> {});
  }
}
