package dev.jobc.bench;

import dev.jobc.executor.Engine;
import dev.jobc.executor.WorkerSettings;
import dev.jobc.executor.engine.Engines;
import dev.jobc.executor.inprocess.RegisteredRunner;
import dev.jobc.executor.store.DatabaseSettings;
import dev.jobc.json.Json;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** jobc as its peers are measured, see {@link PeersBenchmark}: a run of one step a task. */
public final class JobcPeer {
  private JobcPeer() {}

  /**
   * @param args directory of its own, URL of the database with user and password in it
   */
  public static void main(String[] args) throws Exception {
    String url = args[1];
    RegisteredRunner.Function noop = call -> new Json.Obj(Map.of());
    WorkerSettings worker =
        new WorkerSettings(
            "bench",
            List.of("default"),
            256,
            Path.of(args[0]),
            Duration.ofSeconds(10),
            Duration.ofSeconds(10));
    try (Engine engine =
            Engines.connect(
                new DatabaseSettings(url, System.getenv("PGUSER"), System.getenv("PGPASSWORD")),
                InstantSource.system(),
                any -> List.of(new RegisteredRunner(Map.of("noop", noop))));
        Connection connection =
            DriverManager.getConnection(
                url, System.getenv("PGUSER"), System.getenv("PGPASSWORD"))) {
      engine.startWorker(worker);
      Load load = new Load(engine, connection);
      System.out.println("ready");
      BufferedReader lines =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        load.drain(Shape.SINGLE, Integer.parseInt(line.strip()));
        System.out.println("done");
      }
    }
  }
}
