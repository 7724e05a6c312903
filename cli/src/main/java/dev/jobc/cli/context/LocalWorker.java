package dev.jobc.cli.context;

import dev.jobc.executor.WorkerSettings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;

/** How a worker of this machine runs, unless the caller says otherwise. */
public final class LocalWorker {
  /** Silent for longer, and its tasks run elsewhere; well below the 30 s that are promised. */
  private static final Duration LEASE = Duration.ofSeconds(15);

  private static final String QUEUE = "default";

  private LocalWorker() {}

  /**
   * Settings.
   *
   * @param slots tasks at once; 0 for one a processor, at least four: tasks mostly wait
   * @param grace how long running tasks may take to end when the worker is stopped
   */
  public static WorkerSettings settings(Session session, int slots, Duration grace) {
    int chosen = slots > 0 ? slots : Math.max(4, Runtime.getRuntime().availableProcessors());
    return new WorkerSettings(
        name(), List.of(QUEUE), chosen, session.home().resolve("work"), LEASE, grace);
  }

  private static String name() {
    long pid = ProcessHandle.current().pid();
    try {
      return InetAddress.getLocalHost().getHostName() + "-" + pid;
    } catch (UnknownHostException e) {
      return "worker-" + pid;
    }
  }
}
