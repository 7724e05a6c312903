package dev.jobc.bench;

import dev.jobc.executor.Engine;
import dev.jobc.executor.WorkerSettings;
import dev.jobc.executor.engine.Engines;
import dev.jobc.executor.inprocess.RegisteredRunner;
import dev.jobc.executor.store.DatabaseSettings;
import dev.jobc.executor.telemetry.Telemetry;
import dev.jobc.executor.telemetry.otel.TelemetrySettings;
import dev.jobc.json.Json;
import dev.jobc.postgres.EmbeddedPostgres;
import dev.jobc.postgres.Settings;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What telemetry costs: the load of {@link EngineBenchmark} with telemetry off and on by turns, on
 * one server, in one process. Traces as they are by default, metrics every ten seconds, to a
 * receiver in this process, whose share of the cost is counted as well.
 *
 * <p>Usage: {@code TelemetryBenchmark [TASKS [SLOTS [ROUNDS]]]}; tasks a shape and turn, 200,000
 * when absent, in 5 rounds.
 */
public final class TelemetryBenchmark {
  private static final PrintStream OUT = System.out;

  private final EmbeddedPostgres server;
  private final Path directory;
  private final Sink sink;
  private final int tasks;
  private final int slots;

  private TelemetryBenchmark(
      EmbeddedPostgres server, Path directory, Sink sink, int tasks, int slots) {
    this.server = server;
    this.directory = directory;
    this.sink = sink;
    this.tasks = tasks;
    this.slots = slots;
  }

  public static void main(String[] args) throws Exception {
    int tasks = args.length > 0 ? Integer.parseInt(args[0]) : 200_000;
    int slots = args.length > 1 ? Integer.parseInt(args[1]) : 256;
    int rounds = args.length > 2 ? Integer.parseInt(args[2]) : 5;
    // Not a private directory: as root the server runs as another user.
    Path directory = Path.of("/tmp", "jobc-bench-" + ProcessHandle.current().pid());
    Settings settings =
        Settings.of(directory, directory.resolve("cache")).withSharedBuffersMiB(1024);
    EmbeddedPostgres server = EmbeddedPostgres.open(settings);
    try (Sink sink = new Sink()) {
      new TelemetryBenchmark(server, directory, sink, tasks, slots).run(rounds);
    } finally {
      EmbeddedPostgres.stop(settings);
    }
  }

  private void run(int rounds) throws Exception {
    OUT.println(Machine.describe());
    OUT.printf("%d tasks a shape and turn, %d slots, one process%n%n", tasks, slots);
    OUT.println("| shape | round | off, tasks/s | on, tasks/s | on / off |");
    OUT.println("| --- | --: | --: | --: | --: |");
    measure(Shape.SINGLE, Telemetry.OFF);
    measure(Shape.SINGLE, on());
    for (Shape shape : Shape.values()) {
      double[] shares = new double[rounds];
      for (int round = 0; round < rounds; round++) {
        shares[round] = round(shape, round);
      }
      Arrays.sort(shares);
      OUT.printf("| %s | median | | | %.3f |%n", shape.word(), shares[rounds / 2]);
    }
    OUT.printf("%n%d requests with %,d bytes were sent%n", sink.requests(), sink.bytes());
  }

  /** One turn of each, the first one by turns; what came of the second by the first. */
  private double round(Shape shape, int round) throws Exception {
    double off;
    double on;
    if (round % 2 == 0) {
      off = measure(shape, Telemetry.OFF);
      on = measure(shape, on());
    } else {
      on = measure(shape, on());
      off = measure(shape, Telemetry.OFF);
    }
    OUT.printf("| %s | %d | %,.0f | %,.0f | %.3f |%n", shape.word(), round + 1, off, on, on / off);
    return on / off;
  }

  private Telemetry on() {
    return TelemetrySettings.start(
        Map.of(
            "OTEL_EXPORTER_OTLP_ENDPOINT", sink.endpoint(), "OTEL_METRIC_EXPORT_INTERVAL", "10000"),
        "bench",
        OUT::println);
  }

  /** Tasks a second, by an engine of its own that has warmed up. */
  private double measure(Shape shape, Telemetry telemetry) throws Exception {
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
                any -> List.of(new RegisteredRunner(Map.of("noop", noop))),
                telemetry);
        Connection connection =
            DriverManager.getConnection(database.url(), database.user(), database.password())) {
      Engine.Worker running = engine.startWorker(worker);
      try {
        return rate(shape, new Load(engine, connection));
      } finally {
        running.close();
      }
    }
  }

  private double rate(Shape shape, Load load) throws Exception {
    load.drain(shape, tasks / 5);
    long start = System.nanoTime();
    int done = load.drain(shape, tasks);
    return done / ((System.nanoTime() - start) / 1e9);
  }
}
