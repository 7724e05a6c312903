package dev.jobc.executor;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * How a worker executes.
 *
 * @param name shown to operators
 * @param queues names of the queues it serves; they take turns
 * @param roles names of the roles whose queues it serves besides
 * @param slots tasks under way at once, at least 1
 * @param directory bundles, environments, attempt directories and output files live below it
 * @param lease how long its session may be silent before its tasks go elsewhere
 * @param grace how long running tasks may take to end at a stop or a cancel
 */
public record WorkerSettings(
    String name,
    List<String> queues,
    List<String> roles,
    int slots,
    Path directory,
    Duration lease,
    Duration grace) {

  /** A worker that follows no role. */
  public WorkerSettings(
      String name, List<String> queues, int slots, Path directory, Duration lease, Duration grace) {
    this(name, queues, List.of(), slots, directory, lease, grace);
  }

  public WorkerSettings {
    queues = List.copyOf(queues);
    roles = List.copyOf(roles);
    if (slots < 1) {
      throw new IllegalArgumentException("slots " + slots + " is below 1");
    }
  }
}
