package dev.jobc.executor.faults;

import dev.jobc.executor.Engine;
import dev.jobc.executor.WorkerSettings;
import dev.jobc.executor.engine.Engines;
import dev.jobc.executor.inprocess.RegisteredRunner;
import dev.jobc.executor.runner.TaskCall;
import dev.jobc.executor.store.DatabaseSettings;
import dev.jobc.executor.testing.Await;
import dev.jobc.json.Json;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** A worker of the long run: its tasks do nothing but write down that they ran. */
final class LongRunWorker {
  private LongRunWorker() {}

  /**
   * Works until it is killed.
   *
   * @param args address, user and password of the database, the file of what ran, a name
   */
  public static void main(String[] args) throws Exception {
    DatabaseSettings database = new DatabaseSettings(args[0], args[1], args[2]);
    // One write a task, so that a kill loses none of what ran.
    try (FileOutputStream ran = new FileOutputStream(args[3], true)) {
      RegisteredRunner runner = new RegisteredRunner(Map.of("work", call -> note(call, ran)));
      Engine engine = connect(database, runner);
      Runtime.getRuntime().addShutdownHook(new Thread(engine::close));
      engine.startWorker(
          new WorkerSettings(
              args[4],
              List.of("default"),
              128,
              Path.of("unused"),
              Duration.ofSeconds(4),
              Duration.ofSeconds(1)));
      new CountDownLatch(1).await();
    }
  }

  /** The server may be on its way up. */
  static Engine connect(DatabaseSettings database, RegisteredRunner runner)
      throws InterruptedException {
    return Await.answer(
        () -> Engines.connect(database, InstantSource.system(), settings -> List.of(runner)));
  }

  private static Json.Obj note(TaskCall call, FileOutputStream ran) throws IOException {
    ran.write(ByteBuffer.allocate(Long.BYTES).putLong(number(call)).array());
    return Json.object().build();
  }

  /** A number of an attempt that no other has, as good as certainly. */
  private static long number(TaskCall call) {
    long number = 17;
    for (String fact : List.of("JOBC_RUN_ID", "JOBC_STEP", "JOBC_ATTEMPT")) {
      for (char c : call.facts().get(fact).toCharArray()) {
        number = (number ^ c) * 0x9e3779b97f4a7c15L;
        number ^= number >>> 29;
      }
    }
    return number;
  }
}
