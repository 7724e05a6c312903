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

/** A PostgreSQL of its own, and engines with a worker beside it. */
final class Rig implements AutoCloseable {
  static final PrintStream OUT = System.out;
  static final int SLOTS = 256;

  private final Settings settings;
  private final Path directory;
  private final EmbeddedPostgres server;
  private final Connection connection;

  Rig() throws Exception {
    // Not a private directory: as root the server runs as another user.
    directory = Path.of("/tmp", "jobc-bench-" + ProcessHandle.current().pid());
    settings = Settings.of(directory, directory.resolve("cache")).withSharedBuffersMiB(1024);
    server = EmbeddedPostgres.open(settings);
    DatabaseSettings database = database();
    connection = DriverManager.getConnection(database.url(), database.user(), database.password());
    OUT.println(Machine.describe());
    OUT.printf("%s, %d slots, one process%n%n", EngineBenchmark.version(connection), SLOTS);
  }

  DatabaseSettings database() {
    return new DatabaseSettings(
        server.jdbcUrl(server.database()), server.user(), server.password());
  }

  /** An engine whose tasks call back; the caller starts a worker. */
  Engine engine(Runnable task) {
    RegisteredRunner.Function noop =
        call -> {
          task.run();
          return new Json.Obj(Map.of());
        };
    return Engines.connect(
        database(),
        InstantSource.system(),
        any -> List.of(new RegisteredRunner(Map.of("noop", noop))));
  }

  WorkerSettings worker() {
    return worker("bench", List.of("default"), SLOTS);
  }

  WorkerSettings worker(String name, List<String> queues, int slots) {
    return new WorkerSettings(
        name,
        queues,
        slots,
        directory.resolve("worker"),
        Duration.ofSeconds(10),
        Duration.ofSeconds(10));
  }

  /** CPU seconds spent so far. */
  Cost cost() {
    return Cost.now(server.pid());
  }

  Connection connection() {
    return connection;
  }

  Connection another() throws SQLException {
    DatabaseSettings database = database();
    return DriverManager.getConnection(database.url(), database.user(), database.password());
  }

  String text(String sql) throws SQLException {
    return Load.text(connection, sql);
  }

  void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
    EmbeddedPostgres.stop(settings);
  }
}
