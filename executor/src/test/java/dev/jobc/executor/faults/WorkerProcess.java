package dev.jobc.executor.faults;

import dev.jobc.executor.Engine;
import dev.jobc.executor.WorkerSettings;
import dev.jobc.executor.engine.Engines;
import dev.jobc.executor.inprocess.RegisteredRunner;
import dev.jobc.executor.store.DatabaseSettings;
import dev.jobc.executor.testing.TestDatabase;
import dev.jobc.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A worker in a process of its own, to be killed, stopped and told to end. */
public final class WorkerProcess {
  private static final String BEGUN = "a task has begun";

  private WorkerProcess() {}

  /** Waits until so many tasks have begun; what was read before counts no more. */
  static void awaitBegun(BufferedReader output, int tasks) throws IOException {
    for (int begun = 0; begun < tasks; ) {
      String line = output.readLine();
      if (line == null) {
        throw new IOException("the worker has ended");
      }
      begun += line.equals(BEGUN) ? 1 : 0;
    }
  }

  /** Starts one on a database whose tasks take 20 ms; the caller ends it. */
  public static Process start(TestDatabase database) throws IOException {
    return start(database, "doomed", 20, 3);
  }

  /**
   * Starts one with a name.
   *
   * @param millis how long its tasks take
   * @param lease in seconds
   */
  static Process start(TestDatabase database, String name, int millis, int lease)
      throws IOException {
    return new ProcessBuilder(
            ProcessHandle.current().info().command().orElseThrow(),
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            WorkerProcess.class.getName(),
            database.settings().url(),
            database.settings().user(),
            database.settings().password(),
            name,
            String.valueOf(millis),
            String.valueOf(lease))
        .redirectErrorStream(true)
        .start();
  }

  public static void main(String[] args) throws Exception {
    DatabaseSettings settings = new DatabaseSettings(args[0], args[1], args[2]);
    int millis = Integer.parseInt(args[4]);
    RegisteredRunner runner =
        new RegisteredRunner(
            Map.of(
                "work",
                call -> {
                  if (millis >= 1_000) {
                    // Nobody reads what many short ones say.
                    System.out.println(BEGUN);
                  }
                  new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
                  return Json.object().build();
                }));
    Engine engine = Engines.connect(settings, InstantSource.system(), worker -> List.of(runner));
    engine.startWorker(
        new WorkerSettings(
            args[3],
            List.of("default"),
            4,
            Path.of("unused"),
            Duration.ofSeconds(Integer.parseInt(args[5])),
            Duration.ofSeconds(1)));
    // As `jobc worker` does it when it is told to end.
    Runtime.getRuntime().addShutdownHook(new Thread(engine::close));
    System.in.read();
    System.exit(0);
  }

  /** Sends a signal by its name. */
  static void signal(Process process, String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
        .inheritIO()
        .start()
        .waitFor();
  }
}
