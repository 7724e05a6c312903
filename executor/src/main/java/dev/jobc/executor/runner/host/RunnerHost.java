package dev.jobc.executor.runner.host;

import dev.jobc.executor.runner.bundle.Bundles;
import dev.jobc.executor.runner.bundle.Digests;
import dev.jobc.executor.runner.channel.EventLoop;
import dev.jobc.executor.runner.process.Folders;
import dev.jobc.executor.runner.process.Signals;
import dev.jobc.executor.runner.process.Spawner;
import dev.jobc.executor.runner.process.Sweeper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the runners of one executor share.
 *
 * <ol>
 *   <li>Everything a runner of this process writes while it lives is below {@link #directory}{@code
 *       /live/<owner>}; the owner is a process id with its start time, so that a later executor can
 *       tell the dead from the living.
 *   <li>Every process started carries a cookie that begins with the directory's and the owner's
 *       mark. At start, processes and directories of dead owners are removed.
 * </ol>
 */
public final class RunnerHost implements AutoCloseable {
  private final EventLoop loop = new EventLoop("jobc-runner");
  private final Spawner spawner = new Spawner();
  private final Signals signals = new Signals(spawner);
  private final Sweeper sweeper = new Sweeper();
  private final ExecutorService background = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicLong numbers = new AtomicLong();
  private final Path directory;
  private final Path live;
  private final Bundles bundles;
  private final String mark;
  private final String owner;

  /**
   * @param directory the worker's directory; made when it isn't there
   */
  public RunnerHost(Path directory) {
    this.directory = directory.toAbsolutePath();
    this.bundles = new Bundles(this.directory.resolve("bundles"));
    this.mark =
        Digests.sha256(this.directory.toString().getBytes(StandardCharsets.UTF_8)).substring(0, 12);
    this.owner = owner(ProcessHandle.current());
    this.live = this.directory.resolve("live").resolve(owner + "-" + System.identityHashCode(this));
    try {
      removeLeftovers();
      Files.createDirectories(live);
    } catch (IOException e) {
      throw new UncheckedIOException("can't use the worker directory " + this.directory, e);
    }
  }

  public EventLoop loop() {
    return loop;
  }

  public Spawner spawner() {
    return spawner;
  }

  public Signals signals() {
    return signals;
  }

  public Sweeper sweeper() {
    return sweeper;
  }

  public Bundles bundles() {
    return bundles;
  }

  /** For work that may block. */
  public ExecutorService background() {
    return background;
  }

  /** Holds what outlives this process: bundles, environments, caches. */
  public Path directory() {
    return directory;
  }

  /** A directory of its own for one process, made. */
  public Path newFolder(String kind) throws IOException {
    return Files.createDirectories(live.resolve(kind + numbers.incrementAndGet()));
  }

  /** A cookie that no other process carries. */
  public String newCookie() {
    return mark
        + "."
        + owner
        + "."
        + System.identityHashCode(this)
        + "."
        + numbers.incrementAndGet();
  }

  /** Asks a process and its group to end. */
  public void terminate(Process process) {
    if (process.isAlive()) {
      var unused = signals.group("TERM", process.pid());
      process.destroy();
    }
  }

  /** Kills a process and its group. What has left the group is the sweeper's. */
  public void kill(Process process) {
    if (process.isAlive()) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      var unused = signals.group("KILL", process.pid());
      process.destroyForcibly();
    }
  }

  @Override
  public void close() {
    String mine = mark + "." + owner + "." + System.identityHashCode(this) + ".";
    Sweeper.killAll(cookie -> cookie.startsWith(mine));
    background.close();
    loop.close();
    sweeper.close();
    spawner.close();
    Folders.remove(live);
  }

  private void removeLeftovers() throws IOException {
    Sweeper.killAll(cookie -> cookie.startsWith(mark + ".") && isDead(cookie.split("\\.")[1]));
    Path all = Files.createDirectories(directory.resolve("live"));
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(all)) {
      for (Path entry : entries) {
        if (isDead(entry.getFileName().toString())) {
          Folders.remove(entry);
        }
      }
    }
  }

  /** {@code <pid>-<start in ms>}; anything behind a second dash is ignored. */
  private static boolean isDead(String owner) {
    String[] parts = owner.split("-");
    return parts.length >= 2
        && parts[0].chars().allMatch(Character::isDigit)
        && ProcessHandle.of(Long.parseLong(parts[0]))
            .map(process -> !owner(process).equals(parts[0] + "-" + parts[1]))
            .orElse(true);
  }

  private static String owner(ProcessHandle process) {
    long start = process.info().startInstant().map(instant -> instant.toEpochMilli()).orElse(0L);
    return process.pid() + "-" + start;
  }
}
