package dev.jobc.executor.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.executor.Engine;
import dev.jobc.executor.EngineException;
import dev.jobc.executor.RunId;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A durable server of its own that crashes, recovers and answers at the same address again. */
class ServerCrashTest {
  private static final Json.Obj NOTHING = Json.object().build();

  private Settings settings;
  private TestDatabase database;

  @BeforeEach
  void start() throws Exception {
    Path directory = Files.createTempDirectory("jobc-crash");
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    settings = Settings.of(directory, Caches.directory()).withSharedBuffersMiB(64);
    database = TestDatabase.on(EmbeddedPostgres.open(settings));
  }

  @AfterEach
  void stop() throws Exception {
    EmbeddedPostgres.stop(settings);
    try (var files = Files.walk(settings.directory())) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  @Test
  void losesNothingAndDoesNothingTwice() throws Exception {
    try (Engine engine =
        Engines.connect(
            database.settings(),
            InstantSource.system(),
            worker -> List.of(new RegisteredRunner(Map.of("work", call -> NOTHING))))) {
      engine.startWorker(
          new WorkerSettings(
              "patient",
              List.of("default"),
              16,
              Path.of("unused"),
              Duration.ofSeconds(10),
              Duration.ofSeconds(1)));
      String plan = engine.storePlan(Plans.diamond(6), Map.of());
      List<RunId> runs = engine.submitAll(Collections.nCopies(300, new Submission(plan, NOTHING)));
      Await.until("work is under way", () -> successes() > 200);
      crash();
      Await.ends(engine, runs);
    }
    assertThat(successes()).isEqualTo(8 * 300);
    Invariants.check(database);
  }

  @Test
  void aWorkerTellsThatItsDatabaseIsAwayAndFindsItAgain() throws Exception {
    try (Engine engine =
        Engines.connect(
            database.settings(),
            InstantSource.system(),
            worker -> List.of(new RegisteredRunner(Map.of("work", call -> NOTHING))))) {
      Engine.Worker worker =
          engine.startWorker(
              new WorkerSettings(
                  "patient",
                  List.of("default"),
                  4,
                  Path.of("unused"),
                  Duration.ofSeconds(10),
                  Duration.ofSeconds(1)));
      assertThat(worker.trouble()).isEmpty();

      EmbeddedPostgres.stop(settings);
      Await.until("trouble is told", () -> worker.trouble().isPresent());
      assertThat(worker.trouble().orElseThrow()).startsWith("the database can't be reached");

      EmbeddedPostgres.open(settings);
      Await.until("the engine is back", () -> reachable(engine));
      String plan = engine.storePlan(Plans.diamond(6), Map.of());
      RunId run = engine.submit(new Submission(plan, NOTHING));
      Await.ends(engine, List.of(run));
      Await.until("the trouble is over", () -> worker.trouble().isEmpty());
    }
  }

  /** Connections of before the stop fail once each. */
  private static boolean reachable(Engine engine) {
    try {
      return engine.runs(1).isEmpty();
    } catch (EngineException e) {
      return false;
    }
  }

  /** The server answers the violent death of one of its processes with a restart of them all. */
  private void crash() {
    long backend =
        database.count(
            "select pid from pg_stat_activity where application_name = 'jobc worker' limit 1");
    ProcessHandle.of(backend).orElseThrow().destroyForcibly();
  }

  /** -1 while the server does not answer. */
  private long successes() {
    try {
      return database.count("select count(*) from jobc.attempt where outcome = 1");
    } catch (IllegalStateException e) {
      return -1;
    }
  }
}
