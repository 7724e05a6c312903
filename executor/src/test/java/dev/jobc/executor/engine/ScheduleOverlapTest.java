package dev.jobc.executor.engine;

import static dev.jobc.executor.engine.ScheduleRig.at;
import static dev.jobc.executor.engine.ScheduleRig.hourly;
import static dev.jobc.executor.engine.ScheduleRig.plans;
import static dev.jobc.executor.engine.ScheduleRig.recurrence;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.executor.RunId;
import dev.jobc.executor.store.postgres.PostgresStore;
import dev.jobc.executor.testing.Plans;
import dev.jobc.executor.testing.TestDatabase;
import dev.jobc.expr.PlanExpr;
import dev.jobc.plan.FlowControl.Concurrency.OnLimit;
import dev.jobc.plan.Trigger.Recurrence.Catchup;
import dev.jobc.plan.Trigger.Recurrence.Overlap;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Schedules whose runs are under way when the next time comes, on a real server. */
class ScheduleOverlapTest {
  private final ScheduleRig rig = new ScheduleRig();
  private final TestDatabase database = rig.database;
  private final PostgresStore store = rig.store;

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void aRunUnderWayHoldsTheNextOneUp() {
    rig.deployed(plans().trigger(hourly(recurrence(Catchup.NONE, Overlap.QUEUE, 0))).plan());
    List<RunId> first = rig.look(at(1));

    assertThat(rig.look(at(2))).isEmpty();
    assertThat(rig.only().schedule().waits()).contains("under way: 1");
    assertThat(rig.only().schedule().active()).isEqualTo(1);

    database.execute("update jobc.run set status = 2 where run_id = " + first.getFirst().value());
    assertThat(rig.look(at(2).plusSeconds(90))).hasSize(1);
    assertThat(rig.only().schedule().waits()).isNull();
  }

  @Test
  void aNewRunCanTakeThePlaceOfTheOldest() {
    rig.deployed(
        plans().trigger(hourly(recurrence(Catchup.NONE, Overlap.CANCEL_RUNNING, 2))).plan());
    long first = rig.look(at(1)).getFirst().value();
    long second = rig.look(at(2)).getFirst().value();

    long third = rig.look(at(3)).getFirst().value();

    assertThat(database.query("select run_id, status from jobc.run order by run_id"))
        .containsExactly(first + "|3", second + "|0", third + "|0");
    assertThat(rig.only().schedule().active()).isEqualTo(2);
  }

  @Test
  void runsOfAScheduleKeepToTheLimitsOfTheirWorkflow() {
    Plans plans = plans().trigger(hourly(recurrence(Catchup.ALL, Overlap.ALLOW, 0)));
    PlanExpr kind = new PlanExpr.Field(new PlanExpr.RunFact("trigger"), "kind");
    rig.deployed(
        LimitedPlans.ofRuns(plans.plan(), LimitedPlans.concurrency(2, OnLimit.QUEUE, kind)));

    List<RunId> runs = rig.look(at(5));

    assertThat(runs).hasSize(5);
    assertThat(database.query("select key from jobc.permit"))
        .containsExactly("runs default: schedule", "runs default: schedule");
    assertThat(database.query("select run_id from jobc.ready order by 1"))
        .containsExactly(Long.toString(runs.get(0).value()), Long.toString(runs.get(1).value()));
    assertThat(database.count("select count(*) from jobc.held_back")).isEqualTo(3);
    assertThat(store.runs().view(runs.get(4)).orElseThrow().waits())
        .isEqualTo("waits for runs default: schedule: 2 of 2 slots taken");
  }
}
