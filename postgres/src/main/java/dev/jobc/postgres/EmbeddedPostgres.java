package dev.jobc.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A running private server, shared by every process that opens the same directory.
 *
 * <p>Invariants: (1) at most one server runs on a directory, because whoever starts or stops holds
 * the directory's lock and PostgreSQL holds its own; (2) an open server outlives its opener: it
 * runs until {@link #stop}; (3) it listens on 127.0.0.1 only and asks for a password that only the
 * directory's owner can read; (4) what a killed server left behind is cleared away before the next
 * start, and data is never deleted; (5) it keeps its port over restarts unless another program has
 * taken it.
 *
 * @param port on 127.0.0.1
 * @param pid of the postmaster
 * @param started whether this call started it, rather than found it running
 */
public record EmbeddedPostgres(int port, String user, String password, long pid, boolean started) {
  private static final String HOST = "127.0.0.1";
  private static final int TRIES = 3;

  public String host() {
    return HOST;
  }

  /** The name of the database that is there from the start, empty. */
  public String database() {
    return DataDirectory.DATABASE;
  }

  /** The JDBC address of a database of this server, without user and password. */
  public String jdbcUrl(String database) {
    return "jdbc:postgresql://" + HOST + ":" + port + "/" + database;
  }

  /** The password is no part of it. */
  @Override
  public String toString() {
    return jdbcUrl(database()) + " (pid " + pid + ")";
  }

  /**
   * Finds the server running, or starts it; unpacks the programs and makes the data directory the
   * first time.
   *
   * @throws PostgresException when that can't be done, with the reason and what to do
   */
  public static EmbeddedPostgres open(Settings settings) {
    try {
      prepareDirectory(settings);
      return locked(settings, () -> openLocked(settings));
    } catch (IOException | UncheckedIOException e) {
      throw failure(settings, e);
    }
  }

  /**
   * Stops the server; connections end, committed work stays.
   *
   * @return whether one was running
   */
  public static boolean stop(Settings settings) {
    if (!Files.isDirectory(settings.directory())) {
      return false;
    }
    try {
      return locked(settings, () -> stopLocked(settings));
    } catch (IOException | UncheckedIOException e) {
      throw failure(settings, e);
    }
  }

  /** The server if it runs and takes connections; starts nothing and waits for nothing. */
  public static Optional<EmbeddedPostgres> find(Settings settings) {
    Optional<PidFile> file = PidFile.read(settings.data()).filter(PidFile::ready);
    ServerProcesses processes = new ServerProcesses(settings.data());
    try {
      return file.isPresent() && processes.postmaster(file.get().pid()).isPresent()
          ? Optional.of(opened(settings, file.get(), false))
          : Optional.empty();
    } catch (IOException e) {
      throw failure(settings, e);
    }
  }

  /** Processes of a server whose postmaster is gone; the next start or stop kills them. */
  public static List<Long> leftovers(Settings settings) {
    ServerProcesses processes = new ServerProcesses(settings.data());
    return running(settings, processes).isPresent()
        ? List.of()
        : processes.children().stream().map(ProcessHandle::pid).toList();
  }

  private static void prepareDirectory(Settings settings) throws IOException {
    Directories.create(settings.directory());
    ServerUser.current().checkReaches(settings.directory());
  }

  private static <T> T locked(Settings settings, FileLocks.Action<T> action) throws IOException {
    return FileLocks.holding(settings.directory().resolve("lock"), settings.startTimeout(), action);
  }

  private static boolean stopLocked(Settings settings) {
    ServerProcesses processes = new ServerProcesses(settings.data());
    Optional<ProcessHandle> running = running(settings, processes);
    running.ifPresent(postmaster -> new Shutdown(settings, processes).stop(postmaster));
    return processes.killOrphans(settings.startTimeout()) > 0 || running.isPresent();
  }

  private static EmbeddedPostgres openLocked(Settings settings) throws IOException {
    ServerProcesses processes = new ServerProcesses(settings.data());
    Optional<ProcessHandle> running = running(settings, processes);
    if (running.isPresent() && becomesReady(settings, processes, running.get())) {
      return opened(settings, PidFile.read(settings.data()).orElseThrow(), false);
    }
    processes.killOrphans(settings.startTimeout());
    removeStalePidFile(settings, processes);
    Binaries binaries = Binaries.in(settings.cache());
    new DataDirectory(settings, binaries).prepare();
    start(settings, binaries, processes);
    return opened(settings, PidFile.read(settings.data()).orElseThrow(), true);
  }

  /** Its process id may by now be another program's, which would keep PostgreSQL from starting. */
  private static void removeStalePidFile(Settings settings, ServerProcesses processes)
      throws IOException {
    Optional<PidFile> file = PidFile.read(settings.data());
    if (file.isPresent() && processes.surelyNotOurs(file.get().pid())) {
      Files.deleteIfExists(PidFile.in(settings.data()));
    }
  }

  private static Optional<ProcessHandle> running(Settings settings, ServerProcesses processes) {
    return PidFile.read(settings.data()).flatMap(file -> processes.postmaster(file.pid()));
  }

  /** Waits until a server that runs is ready, or has ended (it may be on its way out). */
  private static boolean becomesReady(
      Settings settings, ServerProcesses processes, ProcessHandle postmaster) {
    boolean settled =
        Poll.until(settings.startTimeout(), () -> ready(settings) || !processes.runs(postmaster));
    if (!settled) {
      throw new PostgresException(
          "PostgreSQL (pid "
              + postmaster.pid()
              + ") has not become ready in "
              + settings.startTimeout().toSeconds()
              + " s",
          "see " + settings.logs() + "; after a crash it may still be recovering");
    }
    return processes.runs(postmaster);
  }

  private static boolean ready(Settings settings) {
    return PidFile.read(settings.data()).filter(PidFile::ready).isPresent();
  }

  private static EmbeddedPostgres opened(Settings settings, PidFile file, boolean started)
      throws IOException {
    String password = Files.readString(settings.passwordFile()).strip();
    return new EmbeddedPostgres(file.port(), DataDirectory.USER, password, file.pid(), started);
  }

  /**
   * Starts on the port of the last time, so that whoever was connected finds the server again. When
   * another program has taken the port, or takes a free one before the server does, on another.
   */
  private static void start(Settings settings, Binaries binaries, ServerProcesses processes)
      throws IOException {
    for (int tryNumber = 1; ; tryNumber++) {
      int port = tryNumber == 1 ? ServerConfig.port(settings).orElse(0) : 0;
      ServerConfig.write(settings, processes.cluster(), freePort(port));
      if (startOnce(settings, binaries)) {
        return;
      }
      String why = Commands.reason(settings.startLog(), settings.commandLog());
      if (!why.contains("could not create any TCP/IP sockets") || tryNumber == TRIES) {
        throw new PostgresException(
            "PostgreSQL doesn't start: " + why + Directories.shortOfSpace(settings.directory()),
            "see " + settings.logs() + "; the data is untouched");
      }
    }
  }

  private static boolean startOnce(Settings settings, Binaries binaries) {
    List<String> command = new ArrayList<>();
    command.add(binaries.program("pg_ctl").toString());
    command.addAll(List.of("start", "-s", "-w", "-t", seconds(settings)));
    command.addAll(List.of("-D", settings.data().toString()));
    command.addAll(List.of("-l", settings.startLog().toString()));
    command.addAll(List.of("-o", "-c config_file=" + shellQuoted(settings.configFile())));
    // pg_ctl looks ten times a second; looking ourselves finds the server ready sooner.
    Process starter = Commands.start(Commands.prepare(command, settings.commandLog()));
    Poll.until(settings.startTimeout(), () -> ready(settings) || !starter.isAlive());
    return ready(settings);
  }

  private static String seconds(Settings settings) {
    return Long.toString(Math.max(1, settings.startTimeout().toSeconds()));
  }

  private static String shellQuoted(Path path) {
    return "'" + path.toString().replace("'", "'\\''") + "'";
  }

  /** The wanted port when it is free, any other else. */
  private static int freePort(int wanted) throws IOException {
    try (ServerSocket socket = new ServerSocket(wanted, 1, InetAddress.getByName(HOST))) {
      return socket.getLocalPort();
    } catch (BindException taken) {
      return freePort(0);
    }
  }

  private static PostgresException failure(Settings settings, Exception e) {
    String what = "cannot use the state directory " + settings.directory();
    if (e instanceof IOException own) {
      return Directories.failure(what, settings.directory(), own);
    }
    IOException cause =
        e.getCause() instanceof IOException inner ? inner : new IOException(e.getMessage(), e);
    return Directories.failure(what, settings.directory(), cause);
  }
}
