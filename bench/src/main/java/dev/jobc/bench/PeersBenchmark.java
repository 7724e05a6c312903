package dev.jobc.bench;

import dev.jobc.postgres.EmbeddedPostgres;
import dev.jobc.postgres.Settings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Job queues side by side: each submits no-op jobs and executes them in the same process, one after
 * the other on one server, each in a database of its own. What counts is from the first submission
 * until its tables say that all have ended.
 *
 * <p>A peer is a process that says "ready", reads numbers of jobs and answers "done" to each. So
 * many that they take about as long as wanted, after two turns that don't count.
 *
 * <p>Usage: {@code PeersBenchmark SECONDS NAME=COMMAND...}, or {@code NAME=!REASON} when it can't
 * be run.
 */
public final class PeersBenchmark {
  private static final PrintStream OUT = System.out;
  private static final int FIRST_JOBS = 1_000;
  private static final double WARM_SECONDS = 4;
  private static final int MOST_JOBS = 500_000;
  private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(90);

  private final EmbeddedPostgres server;
  private final double seconds;

  private PeersBenchmark(EmbeddedPostgres server, double seconds) {
    this.server = server;
    this.seconds = seconds;
  }

  public static void main(String[] args) throws Exception {
    List<Peer> peers =
        Stream.of(args)
            .skip(1)
            .map(arg -> arg.split("=", 2))
            .map(arg -> Peer.of(arg[0], arg[1]))
            .toList();
    // Not a private directory: as root the server runs as another user.
    Path directory = Path.of("/tmp", "jobc-bench-" + ProcessHandle.current().pid());
    Settings settings =
        Settings.of(directory, directory.resolve("cache")).withSharedBuffersMiB(1024);
    EmbeddedPostgres server = EmbeddedPostgres.open(settings);
    try {
      new PeersBenchmark(server, Double.parseDouble(args[0])).run(peers);
    } finally {
      EmbeddedPostgres.stop(settings);
    }
  }

  private void run(List<Peer> peers) throws Exception {
    try (Connection connection = connect(server.database())) {
      OUT.println(Machine.describe());
      OUT.println(EngineBenchmark.version(connection));
      OUT.println();
    }
    OUT.println(
        "| queue | jobs | jobs/s | CPU µs a job (PostgreSQL + its own) | WAL B a job | keeps |");
    OUT.println("| --- | --: | --: | --: | --: | --- |");
    for (Peer peer : peers) {
      if (peer.command().isEmpty()) {
        OUT.printf("| %s | | not run: %s | | | |%n", peer.name(), peer.missing());
      } else {
        measure(peer);
      }
    }
  }

  private Connection connect(String database) throws SQLException {
    return DriverManager.getConnection(server.jdbcUrl(database), server.user(), server.password());
  }

  private void measure(Peer peer) throws Exception {
    String database = "peer_" + peer.name().replace('-', '_');
    try (Connection connection = connect(server.database());
        Statement statement = connection.createStatement()) {
      statement.execute("create database " + database);
    }
    Process process = start(peer, database);
    try (Connection connection = connect(database);
        BufferedReader answers = process.inputReader();
        Writer orders = process.outputWriter()) {
      expect(answers, "ready", peer);
      Turn turn = new Turn(peer, connection, answers, orders, process);
      double rate = turn.take(FIRST_JOBS);
      rate = turn.take(jobs(rate, WARM_SECONDS));
      measure(peer, turn, jobs(rate, seconds));
    } catch (IOException | SQLException e) {
      OUT.printf("| %s | | failed: %s | | | |%n", peer.name(), e.getMessage());
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor();
    }
  }

  private static int jobs(double rate, double seconds) {
    return (int) Math.max(FIRST_JOBS, Math.min(MOST_JOBS, rate * seconds));
  }

  private void measure(Peer peer, Turn turn, int jobs) throws IOException, SQLException {
    turn.execute("checkpoint");
    String lsn = turn.text("select pg_current_wal_insert_lsn()");
    Cost before = Cost.now(turn.process().pid(), server.pid());
    double rate = turn.take(jobs);
    Cost cost = Cost.now(turn.process().pid(), server.pid()).minus(before);
    String wal = turn.text("select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '" + lsn + "')");
    OUT.printf(
        "| %s | %,d | %,.0f | %.1f + %.1f | %,.0f | %s |%n",
        peer.name(),
        jobs,
        rate,
        cost.postgres() * 1e6 / jobs,
        cost.client() * 1e6 / jobs,
        Double.parseDouble(wal) / jobs,
        peer.history());
  }

  private Process start(Peer peer, String database) throws IOException {
    String jdbc = server.jdbcUrl(database);
    String place = jdbc.substring(jdbc.indexOf("//") + 2).replaceFirst("\\?.*", "");
    String login = server.user() + ":" + server.password();
    ProcessBuilder builder =
        new ProcessBuilder(
            peer.command().stream().map(word -> word.equals("URL") ? jdbc : word).toList());
    builder.environment().put("DATABASE_URL", "postgres://" + login + "@" + place);
    builder
        .environment()
        .put(
            "JOBC_PEER_URL",
            "jdbc:postgresql://"
                + place
                + "?user="
                + server.user()
                + "&password="
                + server.password());
    builder.environment().put("PGUSER", server.user());
    builder.environment().put("PGPASSWORD", server.password());
    return builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  private static void expect(BufferedReader answers, String word, Peer peer) throws IOException {
    for (String line = answers.readLine(); !word.equals(line); line = answers.readLine()) {
      if (line == null) {
        throw new IOException(peer.name() + " has ended without an answer");
      }
    }
  }

  /** Orders jobs and waits for them. */
  private record Turn(
      Peer peer, Connection connection, BufferedReader answers, Writer orders, Process process) {
    /** Jobs a second. */
    double take(int jobs) throws IOException, SQLException {
      long start = System.nanoTime();
      orders.write(jobs + "\n");
      orders.flush();
      expect(answers, "done", peer);
      while (!text(peer.pending()).equals("0")) {
        if (System.nanoTime() - start > LONGEST_NANOS) {
          throw new IOException("its jobs don't end");
        }
        LockSupport.parkNanos(5_000_000);
      }
      return jobs / ((System.nanoTime() - start) / 1e9);
    }

    String text(String sql) throws SQLException {
      return Load.text(connection, sql);
    }

    void execute(String sql) throws SQLException {
      try (Statement statement = connection.createStatement()) {
        statement.execute(sql);
      }
    }
  }
}
