package dev.jobc.executor.faults;

import dev.jobc.executor.faults.CuttingProxy.When;
import dev.jobc.executor.testing.TestDatabase;
import dev.jobc.postgres.EmbeddedPostgres;
import dev.jobc.postgres.Settings;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Breaks something every few seconds: what and when, a seed says. */
final class Nemesis {
  /** Tasks that run between two blows, so that each hits those who are busy. */
  private static final long ENOUGH = 2_000;

  private static final long WAIT_MILLIS = 50;

  /** If nothing runs for so long, that is a matter for the end of the test. */
  private static final int MOST_WAITS = 1_200;

  private final SplittableRandom random;
  private final Settings server;
  private final TestDatabase database;
  private final CuttingProxy proxy;
  private final List<Respawned> workers;
  private final Respawned client;
  private final LongSupplier progress;
  private final Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
  private long seen;

  /** What can be broken. */
  enum Kind {
    WORKER_KILLED("a worker is killed"),
    WORKER_ENDED("a worker is told to end"),
    WORKER_FROZEN("a worker stands still for 1 to 7 s (lease 4 s)"),
    CLIENT_KILLED("the submitting process is killed"),
    COMMIT_CUT("a connection is cut at a commit"),
    CONNECTIONS_CUT("half of all connections are cut"),
    BACKEND_KILLED("a process of PostgreSQL is killed: the server restarts"),
    SERVER_KILLED("the postmaster is killed, and started again"),
    SERVER_STOPPED("the server is stopped, and started again");

    final String words;

    Kind(String words) {
      this.words = words;
    }
  }

  /**
   * One that has broken nothing yet.
   *
   * @param progress how many tasks have run
   */
  Nemesis(
      long seed,
      Settings server,
      TestDatabase database,
      CuttingProxy proxy,
      List<Respawned> workers,
      Respawned client,
      LongSupplier progress) {
    this.progress = progress;
    random = new SplittableRandom(seed);
    this.server = server;
    this.database = database;
    this.proxy = proxy;
    this.workers = workers;
    this.client = client;
  }

  Map<Kind, Integer> counts() {
    return counts;
  }

  /** Waits until tasks run again, and a while, then breaks something. */
  void strike() throws Exception {
    for (int waits = 0; waits < MOST_WAITS && progress.getAsLong() < seen + ENOUGH; waits++) {
      if (client.isDone()) {
        return;
      }
      pause(WAIT_MILLIS);
    }
    pause(random.nextInt(2_000));
    seen = progress.getAsLong();
    Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
    counts.merge(kind, 1, Integer::sum);
    Respawned worker = workers.get(random.nextInt(workers.size()));
    switch (kind) {
      case WORKER_KILLED -> worker.end("KILL");
      case WORKER_ENDED -> worker.end("TERM");
      case WORKER_FROZEN -> {
        worker.signal("STOP");
        pause(1_000 + random.nextInt(6_000));
        worker.signal("CONT");
      }
      case CLIENT_KILLED -> client.end("KILL");
      case COMMIT_CUT ->
          proxy.cut(When.values()[random.nextInt(2)], 1 + random.nextInt(50), statements -> true);
      case CONNECTIONS_CUT -> {
        try {
          database.cutConnections("pid % 2 = " + random.nextInt(2));
        } catch (IllegalStateException e) {
          // The server is on its way up: there is no connection to cut.
          return;
        }
      }
      case BACKEND_KILLED ->
          children().stream().findFirst().ifPresent(ProcessHandle::destroyForcibly);
      case SERVER_KILLED -> {
        ProcessHandle postmaster =
            EmbeddedPostgres.find(server)
                .flatMap(found -> ProcessHandle.of(found.pid()))
                .orElseThrow();
        postmaster.destroyForcibly();
        // Until it is gone it would be found running.
        postmaster.onExit().get(10, TimeUnit.SECONDS);
        EmbeddedPostgres.open(server);
      }
      case SERVER_STOPPED -> {
        EmbeddedPostgres.stop(server);
        pause(random.nextInt(2_000));
        EmbeddedPostgres.open(server);
      }
    }
  }

  /** The server's processes that serve a connection, newest first. */
  private List<ProcessHandle> children() {
    try {
      List<ProcessHandle> found = new ArrayList<>();
      for (String pid :
          database.query(
              "select pid from pg_stat_activity where application_name like 'jobc%'"
                  + " order by backend_start desc")) {
        ProcessHandle.of(Long.parseLong(pid)).ifPresent(found::add);
      }
      return found;
    } catch (IllegalStateException e) {
      return List.of();
    }
  }

  private static void pause(long millis) throws InterruptedException {
    new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
  }

  /** A process that is started again when it has ended badly. */
  static final class Respawned implements AutoCloseable {
    private final List<String> command;
    private Process process;

    Respawned(Class<?> main, List<String> arguments) throws Exception {
      command = new ArrayList<>();
      command.add(ProcessHandle.current().info().command().orElseThrow());
      command.addAll(List.of("-Xmx512m", "-XX:+UseSerialGC", "-cp"));
      command.add(System.getProperty("java.class.path"));
      command.add(main.getName());
      command.addAll(arguments);
      start();
    }

    private void start() throws Exception {
      process =
          new ProcessBuilder(command)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
    }

    void signal(String name) throws Exception {
      WorkerProcess.signal(process, name);
    }

    void end(String signal) throws Exception {
      signal(signal);
      process.waitFor();
      start();
    }

    /** Whether it is done; one that has failed is started again. */
    boolean isDone() throws Exception {
      if (!process.isAlive() && process.exitValue() != 0) {
        start();
      }
      return !process.isAlive();
    }

    @Override
    public void close() throws InterruptedException {
      process.destroyForcibly().waitFor();
    }
  }
}
