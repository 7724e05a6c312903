package dev.jobc.executor.faults;

import dev.jobc.executor.Engine;
import dev.jobc.executor.WorkerSettings;
import dev.jobc.executor.engine.Engines;
import dev.jobc.executor.inprocess.RegisteredRunner;
import dev.jobc.executor.store.DatabaseSettings;
import dev.jobc.executor.testing.TestDatabase;
import dev.jobc.json.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A worker in a process of its own, to be killed. Its tasks take 20 ms. */
public final class WorkerProcess {
  private WorkerProcess() {}

  /** Starts one on a database; the caller ends it. */
  public static Process start(TestDatabase database) throws IOException {
    return new ProcessBuilder(
            ProcessHandle.current().info().command().orElseThrow(),
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            WorkerProcess.class.getName(),
            database.settings().url(),
            database.settings().user(),
            database.settings().password())
        .redirectErrorStream(true)
        .start();
  }

  public static void main(String[] args) throws Exception {
    DatabaseSettings settings = new DatabaseSettings(args[0], args[1], args[2]);
    RegisteredRunner runner =
        new RegisteredRunner(
            Map.of(
                "work",
                call -> {
                  new CountDownLatch(1).await(20, TimeUnit.MILLISECONDS);
                  return Json.object().build();
                }));
    try (Engine engine =
        Engines.connect(settings, InstantSource.system(), worker -> List.of(runner))) {
      engine.startWorker(
          new WorkerSettings(
              "doomed",
              List.of("default"),
              4,
              Path.of("unused"),
              Duration.ofSeconds(3),
              Duration.ofSeconds(1)));
      System.in.read();
    }
  }
}
