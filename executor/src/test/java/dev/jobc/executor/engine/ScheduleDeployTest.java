package dev.jobc.executor.engine;

import static dev.jobc.executor.engine.ScheduleRig.T0;
import static dev.jobc.executor.engine.ScheduleRig.at;
import static dev.jobc.executor.engine.ScheduleRig.hourly;
import static dev.jobc.executor.engine.ScheduleRig.plans;
import static dev.jobc.executor.engine.ScheduleRig.recurrence;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.jobc.executor.Revision;
import dev.jobc.executor.RunFilter;
import dev.jobc.executor.RunId;
import dev.jobc.executor.Schedules.Passed;
import dev.jobc.executor.Schedules.Reprocess;
import dev.jobc.executor.store.ScheduleStore;
import dev.jobc.executor.store.StoredPlan;
import dev.jobc.executor.store.postgres.PostgresStore;
import dev.jobc.executor.testing.Plans;
import dev.jobc.executor.testing.TestDatabase;
import dev.jobc.plan.Node;
import dev.jobc.plan.Plan;
import dev.jobc.plan.Provenance;
import dev.jobc.plan.Trigger;
import dev.jobc.plan.Trigger.Recurrence;
import dev.jobc.plan.Trigger.Recurrence.Catchup;
import dev.jobc.plan.Trigger.Recurrence.Overlap;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Schedules that are deployed, paused, changed and removed, on a real server. */
class ScheduleDeployTest {
  private final ScheduleRig rig = new ScheduleRig();
  private final TestDatabase database = rig.database;
  private final PostgresStore store = rig.store;
  private final ScheduleStore schedules = rig.schedules;

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void anotherRevisionGoesOnWhereThisOneStands() {
    Recurrence every = recurrence(Catchup.ALL, Overlap.ALLOW, 0);
    Trigger daily = new Trigger.Schedule("0 9 * * *", "UTC", every, Map.of(), "x.yaml:4:3");
    rig.deployed(plans().trigger(hourly(every)).plan());
    rig.look(at(3));

    Plan changed = plans().trigger(daily).trigger(hourly(every)).plan();
    schedules.deploy(store.plans().keepPlan(changed, Map.of()), at(4));

    assertThat(schedules.all())
        .extracting(kept -> kept.schedule().key(), kept -> kept.schedule().doneTo())
        .containsExactlyInAnyOrder(
            tuple("schedule 0 * * * * UTC", at(3)), tuple("schedule 0 9 * * * UTC", at(4)));
    assertThat(rig.look(at(5))).hasSize(2);

    Plan without = plans().plan();
    schedules.deploy(store.plans().keepPlan(without, Map.of()), at(6));
    assertThat(schedules.all()).isEmpty();
    assertThat(rig.look(at(9))).isEmpty();
  }

  @Test
  void undeployEndsIt() {
    rig.deployed(plans().trigger(hourly(recurrence(Catchup.ALL, Overlap.ALLOW, 0))).plan());

    assertThat(schedules.undeploy("default", "nightly")).isEqualTo(1);
    assertThat(schedules.undeploy("default", "nightly")).isZero();
    assertThat(rig.look(at(5))).isEmpty();
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
    Instant next = rig.only().schedule().next();
    assertThat(schedules.turn(desk()::checked, next).started()).isEmpty();
    assertThat(schedules.passed(rig.only().schedule().id(), 5))
        .extracting(Passed::why, Passed::detail)
        .containsExactly(tuple("refused", message));

    store.queues().setPool("db", 1);
    assertThat(schedules.turn(desk()::checked, rig.only().schedule().next()).started()).hasSize(1);
  }

  @Test
  void timesOfAPauseCountAsMissed() {
    rig.deployed(plans().trigger(hourly(recurrence(Catchup.LATEST, Overlap.ALLOW, 0))).plan());
    int id = rig.only().schedule().id();
    assertThat(schedules.pause(id, true)).isTrue();
    assertThat(rig.look(at(4))).isEmpty();

    schedules.pause(id, false);
    database.execute("update jobc.schedule set due_at = '" + at(4) + "'");

    assertThat(rig.look(at(4).plusSeconds(600))).hasSize(1);
    assertThat(schedules.passed(id, 5))
        .extracting(Passed::from, Passed::to, Passed::why)
        .containsExactly(tuple(at(1), at(3), "missed"));
    assertThat(schedules.pause(id + 100, true)).isFalse();
  }

  @Test
  void runsComeFromTheCommitThatWasDeployedLast() {
    Provenance one = new Provenance("https://host/flows.git", "1".repeat(40));
    Provenance two = new Provenance("https://host/flows.git", "2".repeat(40));
    Plan plan = plans().trigger(hourly(recurrence(Catchup.ALL, Overlap.ALLOW, 16))).plan();
    StoredPlan stored = store.plans().keepPlan(plan, Map.of(), one);
    schedules.deploy(stored, one, T0);
    assertThat(rig.look(at(2))).extracting(this::provenance).containsExactly(one, one);
    schedules.deploy(stored, two, at(2));
    assertThat(rig.only().provenance()).isEqualTo(two);
    rig.backfill(rig.only(), Reprocess.NONE, 10);
    assertThat(store.runs().find(RunFilter.ALL, null, 100))
        .hasSizeGreaterThan(2)
        .extracting(run -> provenance(run.id()))
        .startsWith(two)
        .endsWith(two, one, one);
    assertThat(store.plans().revisions("default", "nightly"))
        .extracting(Revision::provenance)
        .containsExactly(one);
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

  private Provenance provenance(RunId run) {
    return store.runs().view(run).orElseThrow().provenance();
  }
}
