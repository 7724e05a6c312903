package dev.jobc.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Tells the processes of one data directory from all others.
 *
 * <p>Invariants: (1) a process counts only if it belongs to the server's account and its command
 * line names this data directory (the postmaster) or this cluster (its children), never because a
 * pid file says so; (2) nothing else is ever signalled.
 */
final class ServerProcesses {
  private static final Path PROC = Path.of("/proc");
  private final Path data;
  private final String cluster;

  ServerProcesses(Path data) {
    this.data = data;
    this.cluster = "jobc-" + hash(data.toString());
  }

  /** PostgreSQL's cluster_name: children show it in their titles. */
  String cluster() {
    return cluster;
  }

  /** The postmaster, if that process is one and serves this data directory. */
  Optional<ProcessHandle> postmaster(long pid) {
    return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(this::isPostmaster);
  }

  private boolean isPostmaster(ProcessHandle process) {
    String line = commandLine(process);
    return line.contains("postgres ") && line.contains(" -D " + data + " ");
  }

  /**
   * Whether that process is surely not our postmaster, so that a pid file that names it is stale.
   * Only Linux shows enough of a process to be sure; elsewhere PostgreSQL's own check decides.
   */
  boolean surelyNotOurs(long pid) {
    Optional<ProcessHandle> process = ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
    return process.isEmpty() || (Files.isDirectory(PROC) && !isPostmaster(process.get()));
  }

  /** False once it has ended, also when nobody has collected its exit status yet. */
  boolean runs(ProcessHandle postmaster) {
    return postmaster.isAlive() && isPostmaster(postmaster);
  }

  /**
   * Kills what a killed postmaster left behind. While a backend lives, the data directory stays
   * locked, and a busy one can live for minutes.
   *
   * @return how many there were
   */
  int killOrphans(Duration atMost) {
    List<ProcessHandle> orphans = children();
    orphans.forEach(ProcessHandle::destroyForcibly);
    if (!Poll.until(atMost, () -> orphans.stream().noneMatch(this::isChild))) {
      throw new PostgresException(
          "processes of a killed PostgreSQL don't end: "
              + orphans.stream().map(ProcessHandle::pid).toList(),
          "kill -9 them as their owner, or restart the machine");
    }
    return orphans.size();
  }

  /** Every process of this cluster but the postmaster. */
  List<ProcessHandle> children() {
    List<ProcessHandle> found = new ArrayList<>();
    if (!Files.isDirectory(PROC)) {
      return ProcessHandle.allProcesses().filter(this::isChild).toList();
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path entry : entries) {
        ProcessHandle.of(Long.parseLong(entry.getFileName().toString()))
            .filter(this::isChild)
            .ifPresent(found::add);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }

  private boolean isChild(ProcessHandle process) {
    return commandLine(process).startsWith("postgres: " + cluster + ": ");
  }

  /** Words separated by spaces; empty for another account's process and for an ended one. */
  private static String commandLine(ProcessHandle process) {
    if (!Files.isDirectory(PROC)) {
      return process.info().commandLine().orElse("") + " ";
    }
    Path entry = PROC.resolve(Long.toString(process.pid()));
    try {
      return ServerUser.current().owns(entry)
          ? new String(Files.readAllBytes(entry.resolve("cmdline")), StandardCharsets.UTF_8)
              .replace('\0', ' ')
          : "";
    } catch (IOException e) {
      return "";
    }
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
