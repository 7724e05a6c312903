package dev.jobc.executor.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.executor.Retention;
import dev.jobc.executor.RunFilter;
import dev.jobc.executor.RunId;
import dev.jobc.executor.RunState;
import dev.jobc.executor.store.NewRun;
import dev.jobc.executor.testing.Plans;
import dev.jobc.executor.testing.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CleanerTest {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

  /** Rows of these go with the work itself, or when their time comes. */
  private static final Set<String> WORK =
      Set.of("ready", "deferred", "timer", "permit", "held_back");

  private TestDatabase database;
  private PostgresStore store;
  private Instant clock = NOW;

  @BeforeEach
  void open() {
    database = TestDatabase.create();
    store = PostgresStore.open(database.settings(), ServerClock.by(() -> clock));
  }

  @AfterEach
  void close() {
    store.close();
  }

  /** A run that was submitted so long ago and took an hour, with history and outputs. */
  private RunId ended(String workflow, Duration ago, RunState state) {
    RunId id = running(workflow, ago);
    String end = clock.plus(Duration.ofHours(1)).toString();
    database.execute("delete from jobc.ready");
    database.execute(
        "update jobc.run set status = %d, finished_at = '%s' where run_id = %d"
            .formatted(RunRow.code(state), end, id.value()));
    database.execute(
        "insert into jobc.output values (%1$d, 0, 0, 'x'); insert into jobc.run_event"
                .formatted(id.value())
            + " (run_id, at, scope, step, worker, attempt, kind) values (%d, now(), 0, 0, 0, 0, 1);"
                .formatted(id.value())
            + " insert into jobc.attempt (run_id, fence, ready_at, claimed_at, finished_at, scope,"
            + " step, worker, attempt, outcome) values (%1$d, 1, '%2$s', '%2$s', '%2$s', 0, 0, 0, 1, 1)"
                .formatted(id.value(), end));
    return id;
  }

  private RunId running(String workflow, Duration ago) {
    clock = NOW.minus(ago);
    store.upkeep().preparePartitions();
    Plans plans = Plans.named(workflow);
    plans.task(0, "a", "work", List.of());
    int plan = store.plans().keepPlan(plans.plan(), Map.of()).number();
    byte[] input = "{\"a\":1}".getBytes(StandardCharsets.UTF_8);
    return store.runs().createRuns(List.of(new NewRun(plan, input, ""))).getFirst();
  }

  private Retention.Removed clean(Duration age, RunFilter which) {
    return store.upkeep().clean(new Retention(NOW.minus(age), which));
  }

  private static Duration days(int days) {
    return Duration.ofDays(days);
  }

  private List<RunId> kept() {
    return database.query("select run_id from jobc.run order by 1").stream()
        .map(id -> new RunId(Long.parseLong(id)))
        .toList();
  }

  @Test
  void removesWholeRunsThatEndedLongAgo() {
    ended("old", days(40), RunState.SUCCEEDED);
    ended("old", days(31), RunState.FAILED);
    RunId justYoung = ended("young", days(30).plusMinutes(30), RunState.SUCCEEDED);
    RunId young = ended("young", days(29), RunState.CANCELLED);
    Retention month = new Retention(NOW.minus(days(30)), RunFilter.ALL);

    assertThat(store.upkeep().cleanable(month)).isEqualTo(2);
    assertThat(clean(days(30), RunFilter.ALL).runs()).isEqualTo(2);

    assertThat(kept()).containsExactly(justYoung, young);
    for (String table : tables()) {
      assertThat(database.query("select distinct run_id from jobc." + table))
          .as(table)
          .isSubsetOf(Long.toString(justYoung.value()), Long.toString(young.value()));
    }
    assertThat(clean(days(30), RunFilter.ALL).runs()).isZero();
  }

  /** Every table with rows of runs; a new one must be cleaned too. */
  private List<String> tables() {
    List<String> tables =
        database.query(
            """
            select table_name from information_schema.columns c
            where table_schema = 'jobc' and column_name = 'run_id' and not exists (
              select from pg_inherits where inhrelid = ('jobc.' || c.table_name)::regclass)\
            """);
    assertThat(tables).contains("run", "attempt", "log_chunk").hasSizeGreaterThan(12);
    Set<String> known = new HashSet<>(Cleaner.TABLES);
    known.addAll(WORK);
    known.addAll(Set.of("run", "attempt", "log_chunk"));
    assertThat(known).containsAll(tables);
    return tables;
  }

  @Test
  void neverRemovesWhatIsUnderWay() {
    RunId under = running("long", days(400));

    assertThat(clean(Duration.ZERO, RunFilter.ALL)).isEqualTo(new Retention.Removed(0, 0));

    assertThat(kept()).containsExactly(under);
  }

  @Test
  void givesTheSpaceOfWholeDaysBackOnceNoRunCanHaveHistoryOfThem() {
    for (int day = 20; day > 10; day--) {
      ended("daily", days(day), RunState.SUCCEEDED);
    }
    assertThat(clean(days(15), RunFilter.ALL).days()).isGreaterThanOrEqualTo(4);
    assertThat(database.count("select count(*) from jobc.attempt")).isEqualTo(kept().size());

    RunId oldest = kept().getFirst();
    database.execute("update jobc.run set status = 0 where run_id = " + oldest.value());
    clean(Duration.ZERO, RunFilter.ALL);
    assertThat(kept()).containsExactly(oldest);
    assertThat(database.query("select run_id from jobc.attempt"))
        .contains(Long.toString(oldest.value()));
  }

  @Test
  void removesOnlyWhatFitsTheFilter() {
    List<RunId> expected = new ArrayList<>();
    ended("a", days(10), RunState.SUCCEEDED);
    expected.add(ended("a", days(10), RunState.FAILED));
    expected.add(ended("b", days(10), RunState.SUCCEEDED));
    RunFilter which = new RunFilter(null, "a", RunState.SUCCEEDED, null, Map.of());

    assertThat(clean(days(1), which).runs()).isEqualTo(1);

    assertThat(kept()).containsExactlyElementsOf(expected);
    assertThat(clean(days(1), new RunFilter(null, null, null, null, Map.of("team", "x"))).runs())
        .isZero();
  }

  @Test
  void manyRunsGoInSmallSteps() {
    running("many", days(9));
    int plan = 1;
    List<NewRun> runs = new ArrayList<>();
    for (int i = 0; i < 1_200; i++) {
      runs.add(new NewRun(plan, "{}".getBytes(StandardCharsets.UTF_8), ""));
    }
    store.runs().createRuns(runs);
    database.execute("update jobc.run set status = 1, finished_at = created_at");

    assertThat(clean(days(1), RunFilter.ALL).runs()).isEqualTo(1_201);
    assertThat(kept()).isEmpty();
  }
}
