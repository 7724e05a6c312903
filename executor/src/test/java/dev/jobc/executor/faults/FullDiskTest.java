package dev.jobc.executor.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.executor.Engine;
import dev.jobc.executor.EngineException;
import dev.jobc.executor.RunId;
import dev.jobc.executor.RunState;
import dev.jobc.executor.Submission;
import dev.jobc.executor.WorkerSettings;
import dev.jobc.executor.engine.Engines;
import dev.jobc.executor.inprocess.RegisteredRunner;
import dev.jobc.executor.testing.Await;
import dev.jobc.executor.testing.Invariants;
import dev.jobc.executor.testing.Plans;
import dev.jobc.executor.testing.TestDatabase;
import dev.jobc.json.Json;
import dev.jobc.postgres.Caches;
import dev.jobc.postgres.EmbeddedPostgres;
import dev.jobc.postgres.Settings;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The disk of the database is full. */
@EnabledOnOs(OS.LINUX)
class FullDiskTest {
  @Test
  void whatWasAcknowledgedIsDoneWhenThereIsSpaceAgain(@TempDir Path directory) throws Exception {
    SmallDisk.run(Filled.class, 192, directory);
  }

  /** Runs in the process that sees the small disk. */
  static final class Filled {
    private static final Json.Obj NOTHING = Json.object().build();

    private Filled() {}

    /** Ends with an exception when something does not hold. */
    public static void main(String[] args) throws Exception {
      Path disk = Path.of(args[0]);
      Settings server =
          Settings.of(disk.resolve("server"), Caches.directory()).withSharedBuffersMiB(16);
      TestDatabase database = TestDatabase.on(EmbeddedPostgres.open(server));
      RegisteredRunner runner = new RegisteredRunner(Map.of("work", call -> NOTHING));
      try (Engine engine =
          Engines.connect(database.settings(), InstantSource.system(), any -> List.of(runner))) {
        engine.startWorker(
            new WorkerSettings(
                "patient",
                List.of("default"),
                8,
                Path.of("unused"),
                Duration.ofSeconds(10),
                Duration.ofSeconds(1)));
        String plan = engine.storePlan(Plans.chain(3), Map.of());
        List<RunId> runs = new ArrayList<>(submit(engine, plan));
        Path ballast = disk.resolve("ballast");
        fill(ballast);
        EngineException refused = submitUntilRefused(engine, plan, runs);
        assertThat(refused.kind())
            .isIn(EngineException.Kind.STORAGE, EngineException.Kind.UNREACHABLE);
        Files.delete(ballast);
        // It ends itself when not even its log can be written.
        EmbeddedPostgres.open(server);
        runs.addAll(Await.answer(() -> submit(engine, plan)));
        Await.ends(engine, runs);
        for (RunId run : runs) {
          assertThat(Await.answer(() -> engine.run(run)).orElseThrow().summary().state())
              .isEqualTo(RunState.SUCCEEDED);
        }
        Await.until(
            "all has ended",
            () -> database.count("select count(*) from jobc.run where status = 0") == 0);
      }
      Invariants.check(database);
      EmbeddedPostgres.stop(server);
    }

    private static List<RunId> submit(Engine engine, String plan) {
      return engine.submitAll(Collections.nCopies(200, new Submission(plan, NOTHING)));
    }

    private static EngineException submitUntilRefused(
        Engine engine, String plan, List<RunId> runs) {
      while (true) {
        try {
          runs.addAll(submit(engine, plan));
        } catch (EngineException e) {
          return e;
        }
      }
    }

    private static void fill(Path file) throws IOException {
      byte[] block = new byte[1 << 16];
      try (OutputStream out = Files.newOutputStream(file)) {
        while (true) {
          out.write(block);
        }
      } catch (IOException e) {
        // Full, as it should be.
        return;
      }
    }
  }
}
