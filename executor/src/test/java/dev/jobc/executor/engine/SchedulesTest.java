package dev.jobc.executor.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.jobc.executor.EngineException;
import dev.jobc.executor.Revision;
import dev.jobc.executor.RunFilter;
import dev.jobc.executor.RunId;
import dev.jobc.executor.Schedules.Passed;
import dev.jobc.executor.Schedules.Reprocess;
import dev.jobc.executor.store.ScheduleStore;
import dev.jobc.executor.store.ScheduleStore.Kept;
import dev.jobc.executor.store.StoredPlan;
import dev.jobc.executor.store.postgres.PostgresStore;
import dev.jobc.executor.testing.Plans;
import dev.jobc.executor.testing.TestDatabase;
import dev.jobc.expr.PlanExpr;
import dev.jobc.input.Constraints;
import dev.jobc.json.Json;
import dev.jobc.plan.FlowControl.Concurrency.OnLimit;
import dev.jobc.plan.Node;
import dev.jobc.plan.Plan;
import dev.jobc.plan.Provenance;
import dev.jobc.plan.Trigger;
import dev.jobc.plan.Trigger.Recurrence;
import dev.jobc.plan.Trigger.Recurrence.Catchup;
import dev.jobc.plan.Trigger.Recurrence.Overlap;
import dev.jobc.plan.Trigger.Recurrence.Semantics;
import dev.jobc.type.Type;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Schedules on a real server, at pretended times. */
class SchedulesTest {
  private static final Instant T0 = Instant.parse("2026-11-22T00:00:00Z");

  private TestDatabase database;
  private PostgresStore store;
  private ScheduleStore schedules;

  @BeforeEach
  void open() {
    database = TestDatabase.create();
    store = PostgresStore.open(database.settings(), InstantSource.system());
    schedules = store.schedules();
  }

  @AfterEach
  void close() {
    store.close();
  }

  private static Recurrence recurrence(Catchup catchup, Overlap overlap, int maxActive) {
    return new Recurrence(catchup, overlap, 0, false, false, maxActive, null, null, Semantics.FIRE);
  }

  private static Trigger hourly(Recurrence recurrence, Map<String, PlanExpr> with) {
    return new Trigger.Schedule("0 * * * *", "UTC", recurrence, with, "x.yaml:3:3");
  }

  private static Trigger hourly(Recurrence recurrence) {
    return hourly(recurrence, Map.of());
  }

  private StoredPlan deployed(Plan plan) {
    StoredPlan stored = store.plans().keepPlan(plan, Map.of());
    schedules.deploy(stored, T0);
    return stored;
  }

  private static Plans plans() {
    Plans plans = Plans.named("nightly");
    plans.task(0, "a", "work", List.of());
    return plans;
  }

  private static Instant at(int hour) {
    return T0.plus(Duration.ofHours(hour));
  }

  /** Looks until nothing is due any more. */
  private List<RunId> look(Instant now) {
    return look(schedules, now);
  }

  private static List<RunId> look(ScheduleStore schedules, Instant now) {
    List<RunId> all = new ArrayList<>();
    for (ScheduleStore.Turned turned = schedules.turn(ScheduleDesk::run, now);
        turned != null;
        turned = schedules.turn(ScheduleDesk::run, now)) {
      all.addAll(turned.started());
    }
    return all;
  }

  private Kept only() {
    assertThat(schedules.all()).hasSize(1);
    return schedules.all().getFirst();
  }

  @Test
  void aTimeGetsOneRunHoweverManyLookAtOnce() throws Exception {
    for (int workflow = 0; workflow < 5; workflow++) {
      Plans plans = Plans.named("w" + workflow);
      plans.task(0, "a", "work", List.of());
      deployed(plans.trigger(hourly(recurrence(Catchup.ALL, Overlap.ALLOW, 0))).plan());
    }
    int lookers = 4;
    CountDownLatch ready = new CountDownLatch(lookers);
    try (ExecutorService threads = Executors.newFixedThreadPool(lookers)) {
      List<Future<?>> looks = new ArrayList<>();
      for (int looker = 0; looker < lookers; looker++) {
        looks.add(
            threads.submit(
                () -> {
                  try (PostgresStore own =
                      PostgresStore.open(database.settings(), InstantSource.system())) {
                    ready.countDown();
                    ready.await();
                    for (int hour = 1; hour <= 40; hour++) {
                      look(own.schedules(), at(hour));
                    }
                  }
                  return null;
                }));
      }
      for (Future<?> look : looks) {
        look.get();
      }
    }

    assertThat(database.count("select count(*) from jobc.run")).isEqualTo(200);
    assertThat(
            database.query(
                "select schedule_id, count(*), count(distinct at) from jobc.schedule_run group by"
                    + " 1"))
        .hasSize(5)
        .allMatch(row -> row.endsWith("|40|40"));
  }

  @Test
  void aLookThatDiesHalfwayHasDoneNothing() {
    deployed(plans().trigger(hourly(recurrence(Catchup.ALL, Overlap.ALLOW, 0))).plan());

    assertThatThrownBy(
            () ->
                schedules.turn(
                    (plan, firing) -> {
                      if (Json.of(at(3).toString()).equals(firing.facts().get("scheduledAt"))) {
                        database.cutConnections("true");
                      }
                      return ScheduleDesk.run(plan, firing);
                    },
                    at(5)))
        .isInstanceOf(EngineException.class);
    assertThat(database.count("select count(*) from jobc.run")).isZero();

    look(at(5));
    assertThat(database.query("select count(*), count(distinct at) from jobc.schedule_run"))
        .containsExactly("5|5");
  }

  @Test
  void theRunIsToldWhatStartedIt() {
    Trigger trigger =
        new Trigger.Schedule(
            "0 2 * * *",
            "Europe/Berlin",
            new Recurrence(
                Catchup.NONE, Overlap.SKIP, 0, false, false, 0, null, null, Semantics.INTERVAL_END),
            Map.of("region", new PlanExpr.Const(Json.of("eu"))),
            "x.yaml:3:3");
    deployed(
        plans()
            .input("region", Type.Simple.STRING, null)
            .input("day", Type.Simple.TIMESTAMP, new PlanExpr.RunFact("logicalDate"))
            .trigger(trigger)
            .plan());

    List<RunId> started = look(Instant.parse("2026-11-22T01:00:00.5Z"));

    assertThat(started).hasSize(1);
    assertThat(database.query("select convert_from(input, 'UTF8') from jobc.run_input"))
        .containsExactly("{\"region\":\"eu\",\"day\":\"2026-11-21T01:00:00Z\"}");
    assertThat(database.query("select convert_from(facts, 'UTF8') from jobc.run_start"))
        .containsExactly(
            "{\"scheduledAt\":\"2026-11-22T01:00:00Z\",\"logicalDate\":\"2026-11-21T01:00:00Z\","
                + "\"interval\":{\"start\":\"2026-11-21T01:00:00Z\",\"end\":\"2026-11-22T01:00:00Z\"},"
                + "\"trigger\":{\"kind\":\"schedule\",\"firedAt\":\"2026-11-22T01:00:00.500Z\","
                + "\"scheduledAt\":\"2026-11-22T01:00:00Z\"}}");
  }

  @Test
  void inputsThatDoNotFitAreNotedAndHoldNothingUp() {
    Constraints small = new Constraints(null, null, Json.of(3L), null, null, List.of());
    deployed(
        plans()
            .bounded("n", Type.Simple.INT, small)
            .trigger(
                hourly(
                    recurrence(Catchup.NONE, Overlap.ALLOW, 0),
                    Map.of("n", new PlanExpr.Const(Json.of(5L)))))
            .plan());

    assertThat(look(at(1))).isEmpty();

    assertThat(schedules.passed(only().schedule().id(), 5))
        .singleElement()
        .satisfies(
            passed -> {
              assertThat(passed.why()).isEqualTo("inputs");
              assertThat(passed.from()).isEqualTo(at(1));
              assertThat(passed.detail()).contains("input `n`");
            });
    assertThat(only().schedule().next()).isEqualTo(at(2));
  }

  @Test
  void aRunUnderWayHoldsTheNextOneUp() {
    deployed(plans().trigger(hourly(recurrence(Catchup.NONE, Overlap.QUEUE, 0))).plan());
    List<RunId> first = look(at(1));

    assertThat(look(at(2))).isEmpty();
    assertThat(only().schedule().waits()).contains("under way: 1");
    assertThat(only().schedule().active()).isEqualTo(1);

    database.execute("update jobc.run set status = 2 where run_id = " + first.getFirst().value());
    assertThat(look(at(2).plusSeconds(90))).hasSize(1);
    assertThat(only().schedule().waits()).isNull();
  }

  @Test
  void aNewRunCanTakeThePlaceOfTheOldest() {
    deployed(plans().trigger(hourly(recurrence(Catchup.NONE, Overlap.CANCEL_RUNNING, 2))).plan());
    long first = look(at(1)).getFirst().value();
    long second = look(at(2)).getFirst().value();

    long third = look(at(3)).getFirst().value();

    assertThat(database.query("select run_id, status from jobc.run order by run_id"))
        .containsExactly(first + "|3", second + "|0", third + "|0");
    assertThat(only().schedule().active()).isEqualTo(2);
  }

  @Test
  void anotherRevisionGoesOnWhereThisOneStands() {
    Recurrence every = recurrence(Catchup.ALL, Overlap.ALLOW, 0);
    Trigger daily = new Trigger.Schedule("0 9 * * *", "UTC", every, Map.of(), "x.yaml:4:3");
    deployed(plans().trigger(hourly(every)).plan());
    look(at(3));

    Plan changed = plans().trigger(daily).trigger(hourly(every)).plan();
    schedules.deploy(store.plans().keepPlan(changed, Map.of()), at(4));

    assertThat(schedules.all())
        .extracting(kept -> kept.schedule().key(), kept -> kept.schedule().doneTo())
        .containsExactlyInAnyOrder(
            tuple("schedule 0 * * * * UTC", at(3)), tuple("schedule 0 9 * * * UTC", at(4)));
    assertThat(look(at(5))).hasSize(2);

    Plan without = plans().plan();
    schedules.deploy(store.plans().keepPlan(without, Map.of()), at(6));
    assertThat(schedules.all()).isEmpty();
    assertThat(look(at(9))).isEmpty();
  }

  @Test
  void undeployEndsIt() {
    deployed(plans().trigger(hourly(recurrence(Catchup.ALL, Overlap.ALLOW, 0))).plan());

    assertThat(schedules.undeploy("default", "nightly")).isEqualTo(1);
    assertThat(schedules.undeploy("default", "nightly")).isZero();
    assertThat(look(at(5))).isEmpty();
  }

  @Test
  void runsOfAScheduleKeepToTheLimitsOfTheirWorkflow() {
    Plans plans = plans().trigger(hourly(recurrence(Catchup.ALL, Overlap.ALLOW, 0)));
    PlanExpr kind = new PlanExpr.Field(new PlanExpr.RunFact("trigger"), "kind");
    deployed(LimitedPlans.ofRuns(plans.plan(), LimitedPlans.concurrency(2, OnLimit.QUEUE, kind)));

    List<RunId> runs = look(at(5));

    assertThat(runs).hasSize(5);
    assertThat(database.query("select key from jobc.permit"))
        .containsExactly("runs default: schedule", "runs default: schedule");
    assertThat(database.query("select run_id from jobc.ready order by 1"))
        .containsExactly(Long.toString(runs.get(0).value()), Long.toString(runs.get(1).value()));
    assertThat(database.count("select count(*) from jobc.held_back")).isEqualTo(3);
    assertThat(store.runs().view(runs.get(4)).orElseThrow().waits())
        .isEqualTo("waits for runs default: schedule: 2 of 2 slots taken");
  }

  private ScheduleDesk desk() {
    return new ScheduleDesk(
        schedules,
        store.queues(),
        id -> store.plans().findPlan(id).orElseThrow(),
        () -> {},
        cancelled -> {},
        plan -> java.util.Optional.empty());
  }

  @Test
  void aWorkflowThatUsesAPoolNobodyHasMadeIsNeitherDeployedNorStarted() {
    Plans plans = plans().trigger(hourly(recurrence(Catchup.NONE, Overlap.ALLOW, 0)));
    Node.Task pooled = LimitedPlans.task("a", LimitedPlans.pool("db", 1));
    plans.replace(0, 0, pooled);
    StoredPlan stored = store.plans().keepPlan(plans.plan(), Map.of());
    String message = "there is no pool `db`; `jobc pools set db SLOTS` makes it";
    assertThatThrownBy(() -> desk().deploy(stored.digest())).hasMessage(message);
    assertThat(schedules.all()).isEmpty();

    store.queues().setPool("db", 1);
    assertThat(desk().deploy(stored.digest())).hasSize(1);
    store.queues().removePool("db");
    Instant next = only().schedule().next();
    assertThat(schedules.turn(desk()::checked, next).started()).isEmpty();
    assertThat(schedules.passed(only().schedule().id(), 5))
        .extracting(Passed::why, Passed::detail)
        .containsExactly(tuple("refused", message));

    store.queues().setPool("db", 1);
    assertThat(schedules.turn(desk()::checked, only().schedule().next()).started()).hasSize(1);
  }

  @Test
  void timesOfAPauseCountAsMissed() {
    deployed(plans().trigger(hourly(recurrence(Catchup.LATEST, Overlap.ALLOW, 0))).plan());
    int id = only().schedule().id();
    assertThat(schedules.pause(id, true)).isTrue();
    assertThat(look(at(4))).isEmpty();

    schedules.pause(id, false);
    database.execute("update jobc.schedule set due_at = '" + at(4) + "'");

    assertThat(look(at(4).plusSeconds(600))).hasSize(1);
    assertThat(schedules.passed(id, 5))
        .extracting(Passed::from, Passed::to, Passed::why)
        .containsExactly(tuple(at(1), at(3), "missed"));
    assertThat(schedules.pause(id + 100, true)).isFalse();
  }

  @Test
  void aBackfillGivesTimesTheirRuns() {
    deployed(plans().trigger(hourly(recurrence(Catchup.ALL, Overlap.ALLOW, 0))).plan());
    look(at(4));
    assertThat(database.count("select count(*) from jobc.schedule_run")).isEqualTo(4);
    database.execute(
        "update jobc.run set status = case when run_id = (select run_id from"
            + " jobc.schedule_run where at = '"
            + at(2)
            + "') then 2 else 1 end");
    Kept schedule = only();

    // Six hours, two of them before the schedule was deployed and one of them failed.
    backfill(schedule, Reprocess.NONE, 2);
    assertThat(given()).containsExactly(at(-1), at(0));
    database.execute("update jobc.run set status = 1 where status = 0");

    backfill(schedule, Reprocess.FAILED, 10);
    assertThat(given()).containsExactly(at(2));
    database.execute("update jobc.run set status = 1 where status = 0");

    backfill(schedule, Reprocess.ALL, 4);
    assertThat(given()).containsExactly(at(-1), at(0), at(1), at(2));
    database.execute("update jobc.run set status = 1 where status = 0");
    look(at(4).plusSeconds(60));
    assertThat(given()).containsExactly(at(-1), at(0), at(1), at(2), at(3), at(4));
  }

  @Test
  void runsComeFromTheCommitThatWasDeployedLast() {
    Provenance one = new Provenance("https://host/flows.git", "1".repeat(40));
    Provenance two = new Provenance("https://host/flows.git", "2".repeat(40));
    Plan plan = plans().trigger(hourly(recurrence(Catchup.ALL, Overlap.ALLOW, 16))).plan();
    StoredPlan stored = store.plans().keepPlan(plan, Map.of(), one);
    schedules.deploy(stored, one, T0);
    assertThat(look(at(2))).extracting(this::provenance).containsExactly(one, one);
    schedules.deploy(stored, two, at(2));
    assertThat(only().provenance()).isEqualTo(two);
    backfill(only(), Reprocess.NONE, 10);
    assertThat(store.runs().find(RunFilter.ALL, null, 100))
        .hasSizeGreaterThan(2)
        .extracting(run -> provenance(run.id()))
        .startsWith(two)
        .endsWith(two, one, one);
    assertThat(store.plans().revisions("default", "nightly"))
        .extracting(Revision::provenance)
        .containsExactly(one);
  }

  private Provenance provenance(RunId run) {
    return store.runs().view(run).orElseThrow().provenance();
  }

  private void backfill(Kept schedule, Reprocess reprocess, int maxActive) {
    schedules.backfill(schedule, at(-1), at(5), maxActive, reprocess);
    database.execute(
        "update jobc.schedule set due_at = '"
            + at(4)
            + "' where parent is not null"
            + " and due_at is not null");
    look(at(4).plusSeconds(30));
  }

  /** The times of the newest backfill that got a run. */
  private List<Instant> given() {
    return database
        .query(
            "select extract(epoch from at)::bigint from jobc.schedule_run where schedule_id ="
                + " (select max(schedule_id) from jobc.schedule) order by at")
        .stream()
        .map(seconds -> Instant.ofEpochSecond(Long.parseLong(seconds)))
        .toList();
  }
}
