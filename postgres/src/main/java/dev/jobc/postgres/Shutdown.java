package dev.jobc.postgres;

import java.time.Duration;
import java.util.List;

/** Stops a server: asks, then insists, then kills it with all its children. */
final class Shutdown {
  private static final Duration FOR_IMMEDIATE = Duration.ofSeconds(5);
  private final Settings settings;
  private final ServerProcesses processes;

  Shutdown(Settings settings, ServerProcesses processes) {
    this.settings = settings;
    this.processes = processes;
  }

  void stop(ProcessHandle postmaster) {
    String gentle = settings.durable() ? "fast" : "immediate";
    if (signal(postmaster, gentle, settings.startTimeout())
        || signal(postmaster, "immediate", FOR_IMMEDIATE)) {
      return;
    }
    postmaster.destroyForcibly();
    processes.killOrphans(settings.startTimeout());
  }

  private boolean signal(ProcessHandle postmaster, String mode, Duration patience) {
    String pgCtl = Binaries.in(settings.cache()).program("pg_ctl").toString();
    List<String> command =
        List.of(pgCtl, "stop", "-s", "-W", "-m", mode, "-D", settings.data().toString());
    Commands.run(Commands.prepare(command, settings.commandLog()));
    return Poll.until(patience, () -> !processes.runs(postmaster));
  }
}
