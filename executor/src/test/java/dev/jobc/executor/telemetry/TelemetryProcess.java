package dev.jobc.executor.telemetry;

import dev.jobc.executor.Engine;
import dev.jobc.executor.Submission;
import dev.jobc.executor.WorkerSettings;
import dev.jobc.executor.engine.Engines;
import dev.jobc.executor.inprocess.RegisteredRunner;
import dev.jobc.executor.store.DatabaseSettings;
import dev.jobc.executor.telemetry.otel.TelemetrySettings;
import dev.jobc.executor.testing.Await;
import dev.jobc.executor.testing.Plans;
import dev.jobc.executor.testing.TestDatabase;
import dev.jobc.json.Json;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A process that runs a chain of tasks with telemetry as its environment says, then ends. */
public final class TelemetryProcess {
  private TelemetryProcess() {}

  /** Starts it; its output is what telemetry has said. */
  static Process start(TestDatabase database, Map<String, String> environment, String... options)
      throws java.io.IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.add("-XX:+UseSerialGC");
    command.addAll(List.of(options));
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            TelemetryProcess.class.getName(),
            database.settings().url(),
            database.settings().user(),
            database.settings().password()));
    ProcessBuilder process = new ProcessBuilder(command).redirectErrorStream(true);
    process.environment().keySet().removeIf(name -> name.startsWith("OTEL_"));
    process.environment().putAll(environment);
    return process.start();
  }

  public static void main(String[] args) throws Exception {
    RegisteredRunner runner = new RegisteredRunner(Map.of("work", call -> Json.object().build()));
    try (Engine engine =
            Engines.connect(
                new DatabaseSettings(args[0], args[1], args[2]),
                InstantSource.system(),
                worker -> List.of(runner),
                TelemetrySettings.start(System.getenv(), "test", System.out::println));
        Engine.Worker worker =
            engine.startWorker(
                new WorkerSettings(
                    "one",
                    List.of("default"),
                    4,
                    Path.of("unused"),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(1)))) {
      String plan = engine.storePlan(Plans.chain(3), Map.of());
      var run = engine.submit(new Submission(plan, Json.object().build()));
      if (!engine.awaitEnd(run, Await.PATIENCE)) {
        throw new IllegalStateException("the run has not ended");
      }
    }
  }
}
