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

  /** What steps are put into unless their author chose another. */
  public static final String QUEUE = "default";

  private LocalWorker() {}

  /**
   * Settings.
   *
   * @param queues what it serves, in turn
   * @param roles roles whose queues it serves besides
   * @param slots tasks at once; 0 for one a processor, at least four: tasks mostly wait
   * @param graceSeconds how long running tasks may take to end when the worker is stopped
   * @throws CliException when a number is negative
   */
  public static WorkerSettings settings(
      Session session, List<String> queues, List<String> roles, int slots, int graceSeconds) {
    if (slots < 0 || graceSeconds < 0) {
      String option = slots < 0 ? "--slots " + slots : "--grace " + graceSeconds;
      throw new CliException(ExitCode.USAGE, option + " is negative");
    }
    int chosen = slots > 0 ? slots : Math.max(4, Runtime.getRuntime().availableProcessors());
    Duration grace = Duration.ofSeconds(graceSeconds);
    return new WorkerSettings(
        name(), queues, roles, chosen, session.home().resolve("work"), LEASE, grace);
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
