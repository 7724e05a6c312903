package dev.jobc.postgres;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Where the embedded server lives and how it is run.
 *
 * @param directory the server's own directory: data, log, password, lock; made when missing
 * @param cache where binaries are unpacked; may be shared by many servers
 * @param sharedBuffersMiB PostgreSQL's shared_buffers
 * @param maxConnections PostgreSQL's max_connections
 * @param durable whether an acknowledged commit survives a crash of the machine; false only for
 *     tests
 * @param startTimeout how long a start, a stop, or another process's start or stop may take
 */
public record Settings(
    Path directory,
    Path cache,
    int sharedBuffersMiB,
    int maxConnections,
    boolean durable,
    Duration startTimeout) {

  public Settings {
    directory = directory.toAbsolutePath().normalize();
    cache = cache.toAbsolutePath().normalize();
  }

  /** A durable server of moderate size. */
  public static Settings of(Path directory, Path cache) {
    return new Settings(directory, cache, 256, 100, true, Duration.ofSeconds(60));
  }

  public Settings withSharedBuffersMiB(int mebibytes) {
    return new Settings(directory, cache, mebibytes, maxConnections, durable, startTimeout);
  }

  /** The same server without fsync: fast, and lost at a power cut. For tests. */
  public Settings withoutDurability() {
    return new Settings(directory, cache, sharedBuffersMiB, maxConnections, false, startTimeout);
  }

  Path data() {
    return directory.resolve("data");
  }

  Path configFile() {
    return directory.resolve("server.conf");
  }

  Path hbaFile() {
    return directory.resolve("server.hba");
  }

  Path passwordFile() {
    return directory.resolve("password");
  }

  Path logs() {
    return directory.resolve("log");
  }

  /** What the programs that make, start and stop the server say. */
  Path commandLog() {
    return directory.resolve("command.log");
  }

  /** What the server says before its own log is open. */
  Path startLog() {
    return logs().resolve("start.log");
  }
}
