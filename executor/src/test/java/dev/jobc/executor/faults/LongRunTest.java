package dev.jobc.executor.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.executor.faults.Nemesis.Respawned;
import dev.jobc.executor.store.DatabaseSettings;
import dev.jobc.executor.testing.Await;
import dev.jobc.executor.testing.Invariants;
import dev.jobc.executor.testing.TestDatabase;
import dev.jobc.postgres.Caches;
import dev.jobc.postgres.EmbeddedPostgres;
import dev.jobc.postgres.Settings;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/**
 * Very many tasks, while whatever takes part in them is killed, frozen, stopped and cut off every
 * few seconds. See {@code docs/faults.md}.
 */
@Tag("slow")
class LongRunTest {
  private static final int STEPS = 10;
  private static final long TASKS = Long.getLong("jobc.faults.tasks", 300_000);
  private static final long SEED = Long.getLong("jobc.faults.seed", 1);

  /** So many at most, all that the invariants ask is asked; they read everything many times. */
  private static final long FULLY_CHECKED = 1_000_000;

  private Path directory;
  private Settings server;
  private TestDatabase database;
  private final List<AutoCloseable> toClose = new ArrayList<>();

  @BeforeEach
  void start() throws Exception {
    directory = Files.createTempDirectory("jobc-long-run");
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    server = Settings.of(directory.resolve("server"), Caches.directory());
    database = TestDatabase.on(EmbeddedPostgres.open(server));
  }

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable one : toClose.reversed()) {
      one.close();
    }
    EmbeddedPostgres.stop(server);
    try (var files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private Respawned spawn(Class<?> main, DatabaseSettings by, Path file, String... more)
      throws Exception {
    List<String> arguments =
        new ArrayList<>(List.of(by.url(), by.user(), by.password(), file.toString()));
    arguments.addAll(List.of(more));
    Respawned process = new Respawned(main, arguments);
    toClose.add(process);
    return process;
  }

  @Test
  void nothingIsLostAndNothingDoneTwice(TestReporter reporter) throws Exception {
    long runs = TASKS / STEPS;
    CuttingProxy proxy = CuttingProxy.to(database.settings());
    toClose.add(proxy);
    Path answers = directory.resolve("answers");
    List<Path> ran = List.of(directory.resolve("ran-1"), directory.resolve("ran-2"));
    long began = System.nanoTime();
    List<Respawned> workers =
        List.of(
            spawn(LongRunWorker.class, database.settings(), ran.get(0), "straight"),
            spawn(LongRunWorker.class, proxy.settings(), ran.get(1), "cut off"));
    Respawned client =
        spawn(
            LongRunClient.class,
            database.settings(),
            answers,
            String.valueOf(runs),
            String.valueOf(STEPS));
    Nemesis nemesis =
        new Nemesis(
            SEED,
            server,
            database,
            proxy,
            workers,
            client,
            () -> ran.stream().mapToLong(file -> file.toFile().length() / Long.BYTES).sum());
    while (!client.isDone()) {
      nemesis.strike();
      for (Respawned worker : workers) {
        worker.isDone();
      }
    }
    awaitEnd();
    double seconds = (System.nanoTime() - began) / 1e9;
    for (AutoCloseable one : toClose.reversed()) {
      one.close();
    }
    String table = table(nemesis.counts(), seconds, ran);
    Files.createDirectories(Path.of("target"));
    Files.writeString(Path.of("target/long-run.md"), table);
    reporter.publishEntry("long run", "\n" + table);
    check(runs, answers, ran);
  }

  /** With nothing broken any more, everything ends within a minute of the last end. */
  private void awaitEnd() throws Exception {
    long left = Long.MAX_VALUE;
    while (left > 0) {
      long before = left;
      Await.until("more runs end", () -> underWay() < before);
      left = underWay();
    }
  }

  private long underWay() {
    try {
      return database.count("select count(*) from jobc.run where status = 0");
    } catch (IllegalStateException e) {
      return Long.MAX_VALUE;
    }
  }

  private String table(Map<Nemesis.Kind, Integer> faults, double seconds, List<Path> ran)
      throws Exception {
    StringBuilder table = new StringBuilder("| what | count |\n| --- | --: |\n");
    row(table, "seed", SEED);
    row(table, "tasks", TASKS);
    row(table, "seconds", Math.round(seconds));
    row(table, "tasks a second, with everything that was broken", Math.round(TASKS / seconds));
    faults.forEach((kind, count) -> row(table, kind.words, count));
    row(table, "tasks that succeeded", count("outcome = 1"));
    row(table, "steps with more than one success", DUPLICATES);
    row(table, "attempts lost with their worker", count("outcome = 5"));
    row(table, "attempts given back", count("outcome = 8"));
    row(
        table,
        "late results refused",
        database.count("select count(*) from jobc.run_event where kind = 2"));
    row(table, "sessions declared lost", sessions(2));
    row(table, "executions of a task, as tasks wrote them down", executions(ran).length);
    return table.toString();
  }

  private static final String DUPLICATES =
      """
      select count(*) from (
        select from jobc.attempt where outcome in (1, 2, 3, 6)
        group by run_id, scope, step having count(*) > 1) d\
      """;

  private void row(StringBuilder table, String what, String query) {
    row(table, what, database.count(query));
  }

  private static void row(StringBuilder table, String what, long count) {
    table.append("| %s | %,d |%n".formatted(what, count));
  }

  private static String count(String where) {
    return "select count(*) from jobc.attempt where " + where;
  }

  private String sessions(int state) {
    return "select count(*) from jobc.worker where state = " + state;
  }

  private static long[] executions(List<Path> files) throws Exception {
    long[] all = new long[0];
    for (Path file : files) {
      ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
      int from = all.length;
      all = Arrays.copyOf(all, from + bytes.remaining() / Long.BYTES);
      bytes.asLongBuffer().get(all, from, all.length - from);
    }
    Arrays.sort(all);
    return all;
  }

  private void check(long runs, Path answers, List<Path> ran) throws Exception {
    assertThat(database.count("select count(*) from jobc.run where status = 1")).isEqualTo(runs);
    assertThat(database.count("select count(*) from jobc.run")).isEqualTo(runs);
    assertThat(database.count(count("outcome = 1"))).isEqualTo(runs * STEPS);
    assertThat(database.count(DUPLICATES)).isZero();
    long[] executions = executions(ran);
    assertThat(executions.length).isGreaterThanOrEqualTo((int) (runs * STEPS));
    for (int i = 1; i < executions.length; i++) {
      assertThat(executions[i]).as("an attempt ran twice").isNotEqualTo(executions[i - 1]);
    }
    // Every submission that was acknowledged is there, killed client or not.
    database.execute("create table public.answered (run_id bigint)");
    try (var connection = database.connect();
        var reader = Files.newInputStream(answers)) {
      connection
          .unwrap(org.postgresql.PGConnection.class)
          .getCopyAPI()
          .copyIn("copy public.answered from stdin", reader);
    }
    assertThat(
            database.count(
                "select count(*) from public.answered a where not exists"
                    + " (select from jobc.run r where r.run_id = a.run_id)"))
        .isZero();
    if (TASKS <= FULLY_CHECKED) {
      Invariants.check(database);
    }
  }
}
