package dev.jobc.bench;

import dev.jobc.executor.Engine;
import dev.jobc.executor.WorkerSettings;
import dev.jobc.executor.engine.Engines;
import dev.jobc.executor.inprocess.RegisteredRunner;
import dev.jobc.executor.store.DatabaseSettings;
import dev.jobc.json.Json;
import dev.jobc.postgres.EmbeddedPostgres;
import dev.jobc.postgres.Settings;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/**
 * End to end at saturation: submit, claim, run in process, complete, release, keep the history.
 * Runs are submitted while earlier ones execute, all by one process beside a PostgreSQL of its own
 * with fsync and synchronous_commit on.
 *
 * <p>Usage: {@code EngineBenchmark [TASKS [SLOTS]]}; tasks a shape, 300,000 when absent.
 */
public final class EngineBenchmark {
  private final Load load;
  private final Connection database;
  private final EmbeddedPostgres server;
  private final PrintStream out;

  private EngineBenchmark(
      Engine engine, Connection database, EmbeddedPostgres server, PrintStream out) {
    load = new Load(engine, database);
    this.database = database;
    this.server = server;
    this.out = out;
  }

  public static void main(String[] args) throws Exception {
    int tasks = args.length > 0 ? Integer.parseInt(args[0]) : 300_000;
    int slots = args.length > 1 ? Integer.parseInt(args[1]) : 256;
    // Not a private directory: as root the server runs as another user.
    Path directory = Path.of("/tmp", "jobc-bench-" + ProcessHandle.current().pid());
    Settings settings =
        Settings.of(directory, directory.resolve("cache")).withSharedBuffersMiB(1024);
    EmbeddedPostgres server = EmbeddedPostgres.open(settings);
    try {
      run(server, directory, tasks, slots);
    } finally {
      EmbeddedPostgres.stop(settings);
    }
  }

  private static void run(EmbeddedPostgres server, Path directory, int tasks, int slots)
      throws Exception {
    DatabaseSettings database =
        new DatabaseSettings(server.jdbcUrl(server.database()), server.user(), server.password());
    RegisteredRunner.Function noop = call -> new Json.Obj(Map.of());
    WorkerSettings worker =
        new WorkerSettings(
            "bench",
            List.of("default"),
            slots,
            directory.resolve("worker"),
            Duration.ofSeconds(10),
            Duration.ofSeconds(10));
    try (Engine engine =
            Engines.connect(
                database,
                InstantSource.system(),
                any -> List.of(new RegisteredRunner(Map.of("noop", noop))));
        Engine.Worker running = engine.startWorker(worker);
        Connection connection =
            DriverManager.getConnection(database.url(), database.user(), database.password())) {
      EngineBenchmark benchmark = new EngineBenchmark(engine, connection, server, System.out);
      benchmark.out.println(Machine.describe());
      benchmark.out.printf(
          "%d tasks a shape, %d slots, one process, %s%n%n", tasks, slots, version(connection));
      benchmark.measureAll(tasks);
      benchmark.out.printf("%nstill under way: %d%n", running.running());
    }
  }

  static String version(Connection connection) throws SQLException {
    return "PostgreSQL "
        + Load.text(connection, "show server_version")
        + ", fsync "
        + Load.text(connection, "show fsync")
        + ", synchronous_commit "
        + Load.text(connection, "show synchronous_commit");
  }

  private void measureAll(int tasks) throws SQLException, InterruptedException {
    for (Shape shape : Shape.values()) {
      load.drain(shape, tasks / 5);
    }
    out.println("| shape | tasks/s | CPU µs a task (PostgreSQL + JVM) | WAL B a task |");
    out.println("| --- | --: | --: | --: |");
    for (Shape shape : Shape.values()) {
      measure(shape, tasks);
    }
    out.printf(
        "%nattempts %s, of tasks with more than one: %s%n",
        Load.text(database, "select count(*) from jobc.attempt"),
        Load.text(
            database,
            "select count(*) from (select 1 from jobc.attempt where outcome = 1"
                + " group by run_id, scope, step having count(*) > 1) d"));
  }

  private void measure(Shape shape, int tasks) throws SQLException, InterruptedException {
    execute("checkpoint");
    String lsn = Load.text(database, "select pg_current_wal_lsn()");
    Cost before = Cost.now(server.pid());
    long start = System.nanoTime();
    int done = load.drain(shape, tasks);
    double seconds = (System.nanoTime() - start) / 1e9;
    Cost cost = Cost.now(server.pid()).minus(before);
    String wal = Load.text(database, "select pg_wal_lsn_diff(pg_current_wal_lsn(), '" + lsn + "')");
    out.printf(
        "| %s | %,.0f | %.1f + %.1f | %.0f |%n",
        shape.word(),
        done / seconds,
        cost.postgres() * 1e6 / done,
        cost.client() * 1e6 / done,
        Double.parseDouble(wal) / done);
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = database.createStatement()) {
      statement.execute(sql);
    }
  }
}
