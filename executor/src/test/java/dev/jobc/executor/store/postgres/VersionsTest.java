package dev.jobc.executor.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jobc.executor.Engine;
import dev.jobc.executor.EngineException;
import dev.jobc.executor.RunId;
import dev.jobc.executor.RunState;
import dev.jobc.executor.RunView;
import dev.jobc.executor.Submission;
import dev.jobc.executor.WorkerSettings;
import dev.jobc.executor.engine.Engines;
import dev.jobc.executor.inprocess.RegisteredRunner;
import dev.jobc.executor.store.WorkSession;
import dev.jobc.executor.testing.Await;
import dev.jobc.executor.testing.Invariants;
import dev.jobc.executor.testing.Plans;
import dev.jobc.executor.testing.TestDatabase;
import dev.jobc.expr.PlanExpr;
import dev.jobc.json.Json;
import dev.jobc.plan.Head;
import dev.jobc.plan.Pause;
import dev.jobc.plan.Plan;
import dev.jobc.plan.Timeouts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Two versions of jobc and one database; docs/decisions/0020 says what migrations may do. */
class VersionsTest {
  private static final Json.Obj NOTHING = Json.object().build();
  private static final int CHAINS = 20;

  private final AtomicBoolean fails = new AtomicBoolean(true);

  @TempDir Path later;

  private Engine connect(TestDatabase database) {
    return Engines.connect(
        database.settings(),
        InstantSource.system(),
        settings ->
            List.of(
                new RegisteredRunner(
                    Map.of(
                        "work",
                        call -> NOTHING,
                        "fragile",
                        call -> {
                          if (fails.get()) {
                            throw new IllegalStateException("not yet");
                          }
                          return NOTHING;
                        }))));
  }

  private static WorkerSettings settings(String name) {
    Duration lease = Duration.ofSeconds(3);
    return new WorkerSettings(
        name, List.of("default"), 4, Path.of("unused"), lease, Duration.ofSeconds(1));
  }

  /** A map beside a step that is retried, beside one that waits for a signal. */
  private static Plan mixed() {
    Plans plans = Plans.named("mixed");
    int body = plans.graph();
    plans.task(body, "item", "work", List.of());
    List<Json> items = IntStream.range(0, 70).<Json>mapToObj(i -> Json.of((long) i)).toList();
    plans.map("all", List.of(), new PlanExpr.Const(Json.array(items)), body, 2);
    plans.task(
        0,
        "retried",
        Plans.spec("fragile"),
        Map.of(),
        List.of(),
        Plans.retry(1_000, 200),
        Timeouts.NONE);
    Head head = Head.of("asks", List.of(), "mixed.yaml:1:1");
    plans.node(0, new Pause.WaitFor(head, "go", null, 0, Pause.OnTimeout.FAIL));
    plans.task(0, "last", "work", List.of(0, 1, 2));
    return plans.plan();
  }

  private static List<RunId> submit(Engine engine, Plan plan, int count) {
    String stored = engine.storePlan(plan, Map.of());
    return engine.submitAll(Collections.nCopies(count, new Submission(stored, NOTHING)));
  }

  private static Stream<Integer> olderVersions() {
    return IntStream.range(1, Migrations.NEWEST).boxed();
  }

  /** Everything that can be under way without the tables of later versions. */
  @ParameterizedTest
  @MethodSource("olderVersions")
  void anOlderDatabaseIsMigratedWithRunsUnderWayWhichGoOn(int version) throws Exception {
    TestDatabase donor = TestDatabase.create();
    RunId mixed;
    List<RunId> chains;
    try (Engine engine = connect(donor)) {
      mixed = submit(engine, mixed(), 1).get(0);
      engine.startWorker(settings("old"));
      Await.until(
          "it waits for the signal, and for its next attempt",
          () ->
              donor.count("select count(*) from jobc.question") == 1
                  && donor.count("select count(*) from jobc.attempt where outcome = 4") > 0);
    }
    try (Engine engine = connect(donor)) {
      chains = submit(engine, Plans.chain(5), CHAINS);
    }
    int leased = claimAndDie(donor);
    TestDatabase old = TestDatabase.empty();
    migrate(old, String.valueOf(version), Path.of("none"));
    TableCopy.all(donor, old);
    assertThat(old.count("select count(*) from jobc.ready")).isPositive();
    assertThat(old.count("select sum(cardinality(run_ids)) from jobc.lease")).isEqualTo(leased);
    fails.set(false);
    try (Engine engine = connect(old)) {
      assertThat(version(old)).isEqualTo(Migrations.NEWEST);
      engine.startWorker(settings("new"));
      engine.signal(mixed, "go", NOTHING);
      List<RunId> all = new ArrayList<>(chains);
      all.add(mixed);
      Await.ends(engine, all);
      for (RunId run : all) {
        assertThat(engine.run(run).orElseThrow().summary().state()).isEqualTo(RunState.SUCCEEDED);
      }
      assertThat(engine.run(mixed).orElseThrow().steps())
          .filteredOn(step -> step.id().equals("item"))
          .extracting(RunView.Step::done)
          .containsExactly(70);
    }
    Invariants.check(old);
  }

  /** A worker takes some work and is never heard of again. */
  private static int claimAndDie(TestDatabase database) {
    try (PostgresStore store = PostgresStore.open(database.settings(), InstantSource.system());
        WorkSession doomed = store.openSession(settings("doomed"))) {
      return doomed.claimReady(List.of(store.plans().queue("default")), CHAINS / 2).size();
    }
  }

  private static int version(TestDatabase database) {
    return (int)
        database.count("select max(version::int) from jobc.flyway_schema_history where success");
  }

  private static void migrate(TestDatabase database, String target, Path more) {
    List<String> locations = new ArrayList<>(List.of("classpath:db/migration"));
    if (Files.isDirectory(more)) {
      locations.add("filesystem:" + more);
    }
    Flyway.configure()
        .dataSource(
            database.settings().url(), database.settings().user(), database.settings().password())
        .schemas("jobc")
        .placeholderReplacement(false)
        .locations(locations.toArray(String[]::new))
        .target(target)
        .load()
        .migrate();
  }

  /** A release that does all that migrations may: it adds tables, and columns to every table. */
  private Path nextRelease(TestDatabase database) throws IOException {
    Files.writeString(later.resolve("V9000__later.sql"), "create table later (id bigint);");
    int version = 9000;
    for (String table :
        database.query(
            """
            select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where n.nspname = 'jobc' and c.relkind in ('r', 'p') and not c.relispartition
              and c.relname <> 'flyway_schema_history' order by 1\
            """)) {
      // A file each: a transaction that wants several tables can meet one that has them.
      Files.writeString(
          later.resolve("V" + ++version + "__" + table + ".sql"),
          "alter table %s add column later_a int, add column later_b bigint not null default 7;"
              .formatted(table));
    }
    return later;
  }

  @Test
  void anExecutorThatIsRunningGoesOnWhileANewerOneMigrates() throws Exception {
    TestDatabase database = TestDatabase.create();
    List<RunId> runs = new ArrayList<>();
    try (Engine engine = connect(database)) {
      engine.startWorker(settings("one"));
      engine.startWorker(settings("two"));
      runs.addAll(submit(engine, mixed(), 3));
      runs.addAll(submit(engine, Plans.chain(8), 100));
      runs.addAll(submit(engine, Plans.diamond(5), 20));
      Await.until(
          "they are busy",
          () -> database.count("select count(*) from jobc.attempt where outcome = 1") > 100);
      migrate(database, "latest", nextRelease(database));
      int newest = version(database);
      assertThat(newest).isGreaterThan(9020);
      assertThat(database.count("select count(*) from jobc.run where status = 0")).isPositive();
      runs.addAll(submit(engine, Plans.chain(3), 70));
      runs.addAll(submit(engine, mixed(), 1));
      fails.set(false);
      for (RunId run : runs) {
        if (engine.run(run).orElseThrow().summary().workflow().equals("mixed")) {
          engine.signal(run, "go", NOTHING);
        }
      }
      Await.ends(engine, runs);
      for (RunId run : runs) {
        assertThat(engine.run(run).orElseThrow().summary().state()).isEqualTo(RunState.SUCCEEDED);
      }
      assertThatThrownBy(() -> connect(database))
          .isInstanceOf(EngineException.class)
          .hasMessage(
              "the database is at schema version "
                  + newest
                  + ", this jobc knows versions up to "
                  + Migrations.NEWEST
                  + ": use a newer jobc");
    }
    assertThat(database.count("select count(*) from jobc.worker where state = 2")).isZero();
    assertThat(database.count("select count(*) from jobc.attempt where outcome in (5, 6)"))
        .isZero();
    // The new release is the one that looks: it knows its own version.
    database.execute("delete from jobc.flyway_schema_history where version like '9%'");
    Invariants.check(database);
  }

  /** From the first release on; what is in no release yet may be changed in place. */
  @Test
  void migrationsOnlyAdd() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src/main/resources/db/migration"))) {
      for (Path file : files.toList()) {
        assertThat(MigrationRules.broken(Files.readString(file))).as(file.toString()).isEmpty();
      }
    }
    for (String sql :
        List.of(
            "drop table jobc.run;",
            "alter table run drop column numbers;",
            "alter table run rename column numbers to last;",
            "alter table run alter column numbers type bigint;",
            "alter table run add column x int not null;",
            "alter table run add column a int, add column b int not null;",
            "create unique index x on run (numbers);",
            "alter table run add constraint c check (numbers > 0);",
            "update run set status = 0;",
            "alter table run alter column numbers set not null;",
            "alter table run add column a int;alter table ready add column a int;")) {
      assertThat(MigrationRules.broken("create table x (y int);\n" + sql)).as(sql).hasSize(1);
    }
    assertThat(
            MigrationRules.broken(
                "create table x (y int not null unique);\ncreate unique index z on x (y);"))
        .isEmpty();
  }
}
