package dev.jobc.compiler.bounds;

import static dev.jobc.compiler.bounds.PlanBuilder.ONCE;
import static dev.jobc.compiler.bounds.PlanBuilder.block;
import static dev.jobc.compiler.bounds.PlanBuilder.choice;
import static dev.jobc.compiler.bounds.PlanBuilder.forEach;
import static dev.jobc.compiler.bounds.PlanBuilder.loop;
import static dev.jobc.compiler.bounds.PlanBuilder.race;
import static dev.jobc.compiler.bounds.PlanBuilder.retry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.expr.PlanExpr;
import dev.jobc.json.Json;
import dev.jobc.plan.Fan;
import dev.jobc.plan.Handlers;
import dev.jobc.plan.JoinRule;
import dev.jobc.plan.Pause;
import dev.jobc.plan.Repeat;
import dev.jobc.plan.RetryPolicy;
import dev.jobc.plan.RetryPolicy.Backoff;
import dev.jobc.plan.RunPolicy;
import dev.jobc.plan.SubWorkflow;
import dev.jobc.plan.Timeouts;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BoundsTest {
  private final PlanBuilder plan = new PlanBuilder();

  private void expect(long duration, long tasks, long attempts, long parallel) {
    Cost run = plan.run();
    assertThat(
            List.of(
                run.duration().value(),
                run.tasks().value(),
                run.attempts().value(),
                run.parallel().value()))
        .containsExactly(duration, tasks, attempts, parallel);
    assertThat(run.duration().isOpen()).isFalse();
  }

  @Test
  void nothingCostsNothing() {
    expect(0, 0, 0, 0);
  }

  @Test
  void stepsAfterEachOtherAddUp() {
    plan.task(0, 10);
    plan.task(0, 20, 0);
    plan.task(0, 30, 1);
    expect(60, 3, 3, 1);
  }

  @Test
  void theLongestBranchDecidesAndAllRunAtOnce() {
    plan.task(0, 10);
    plan.task(0, 20, 0);
    plan.task(0, 50, 0);
    plan.task(0, 5, 1, 2);
    expect(65, 4, 4, 2);
    assertThat(plan.run().path()).extracting(Leg::id).containsExactly("g0n0", "g0n2", "g0n3");
  }

  @Test
  void exponentialWaitsAreCapped() {
    // 5 × 100 attempts, waits 10 + 20 + 30 + 30
    plan.task(0, retry(5, Backoff.EXPONENTIAL, 10, 30), new Timeouts(100));
    expect(590, 1, 5, 1);
  }

  @Test
  void linearWaitsGrowByTheFirst() {
    // 4 × 100, waits 10 + 20 + 30
    plan.task(0, retry(4, Backoff.LINEAR, 10, 0), new Timeouts(100));
    expect(460, 1, 4, 1);
  }

  @Test
  void constantWaitsStay() {
    plan.task(0, retry(3, Backoff.CONSTANT, 7, 0), new Timeouts(100));
    expect(314, 1, 3, 1);
  }

  @Test
  void noAttemptStartsAfterMaxElapsed() {
    RetryPolicy policy =
        new RetryPolicy(
            10, Backoff.CONSTANT, 10, 1, 0, RetryPolicy.Jitter.FULL, 250, List.of(), List.of());
    plan.task(0, policy, new Timeouts(100, 0, 5, 0));
    expect(250 + 105, 1, 10, 1);
  }

  @Test
  void aTotalEndsAllAttempts() {
    plan.task(0, retry(10, Backoff.CONSTANT, 10, 0), new Timeouts(100, 300, 0, 0));
    expect(300, 1, 10, 1);
  }

  @Test
  void aTotalAloneIsALimit() {
    plan.task(0, ONCE, new Timeouts(0, 300, 0, 0));
    expect(300, 1, 1, 1);
  }

  @Test
  void waitingForAWorkerCountsWhereItIsLimited() {
    plan.task(0, retry(2, Backoff.CONSTANT, 1, 0), new Timeouts(100, 0, 40, 0));
    expect(2 * 140 + 1, 1, 2, 1);
  }

  @Test
  void whatHasNoTimeoutHasNoBoundAndIsNamed() {
    plan.task(0, 10);
    plan.task(0, 0);
    Cost run = plan.run();
    assertThat(run.duration().causes())
        .containsExactly(new Cause(Cause.Reason.NO_TIMEOUT, "g0n1", "a.yaml:1:1"));
    assertThat(run.path()).extracting(Leg::id).containsExactly("g0n1");
    assertThat(run.tasks()).isEqualTo(Bound.of(2));
    assertThat(run.parallel()).isEqualTo(Bound.of(2));
  }

  @Test
  void theTimeoutOfTheWorkflowClosesWhatIsOpen() {
    plan.task(0, 0);
    plan.policy(new RunPolicy(5_000, ONCE, null, null, List.of(), RunPolicy.Budget.NONE));
    expect(5_000, 1, 1, 1);
  }

  @Test
  void theWorkflowIsRetriedAsAWhole() {
    plan.task(0, 10);
    plan.policy(
        new RunPolicy(
            0, retry(3, Backoff.CONSTANT, 5, 0), null, null, List.of(), RunPolicy.Budget.NONE));
    expect(40, 3, 3, 1);
  }

  @Test
  void aMapRunsInRounds() {
    int body = plan.graph();
    plan.task(body, retry(2, Backoff.CONSTANT, 1, 0), new Timeouts(10));
    plan.task(body, 4, 0);
    plan.node(0, forEach(plan.head(0), body, 3, 10));
    // 4 rounds of 21 + 4
    expect(100, 20, 30, 3);
  }

  @Test
  void batchesAndLiteralListsMakeFewerInstances() {
    int body = plan.body(10);
    PlanExpr three = new PlanExpr.Const(Json.strings(List.of("a", "b", "c")));
    plan.node(
        0, new dev.jobc.plan.Node.ForEach(plan.head(0), three, body, 100, 1_000, null, 2, true));
    expect(10, 2, 2, 2);
  }

  @Test
  void aLoopTakesAllItsTurnsAndTheDelaysBetween() {
    plan.node(0, loop(plan.head(0), plan.body(10), 5, 3));
    expect(62, 5, 5, 1);
  }

  @Test
  void aChoiceIsItsCostliestCase() {
    int wide = plan.graph();
    plan.task(wide, 1);
    plan.task(wide, 1);
    plan.node(0, choice(plan.head(0), plan.body(10), wide));
    expect(10, 2, 2, 2);
  }

  @Test
  void aRaceLastsAsLongAsItsSlowestBranch() {
    plan.node(0, race(plan.head(0), plan.body(10), plan.body(30)));
    expect(30, 2, 2, 2);
  }

  @Test
  void oneCatchAndFinallyComeAfterTheLastTry() {
    Handlers handlers =
        new Handlers(
            List.of(
                new Handlers.Catch(List.of("A"), plan.body(7)),
                new Handlers.Catch(List.of(), plan.body(9))),
            plan.body(2));
    plan.node(
        0,
        block(
            plan.head(0),
            plan.body(100),
            handlers,
            retry(2, Backoff.CONSTANT, 1, 0),
            Timeouts.NONE,
            false));
    expect(2 * 100 + 1 + 9 + 2, 4, 4, 1);
  }

  @Test
  void handlersOfTheWorkflowComeLast() {
    plan.task(0, 10);
    int clause = plan.body(5);
    plan.handlers(new Handlers(List.of(new Handlers.Catch(List.of(), clause)), plan.body(2)));
    expect(17, 3, 3, 1);
    assertThat(plan.run().path()).extracting(Leg::id).containsExactly("g0n0", "g1n0", "g2n0");
  }

  @Test
  void theTimeoutOfABlockClosesItsBodyAndHandlersFollow() {
    Handlers handlers = new Handlers(List.of(), plan.body(2));
    plan.node(0, block(plan.head(0), plan.body(0), handlers, ONCE, new Timeouts(50), false));
    expect(52, 2, 2, 1);
  }

  @Test
  void aSagaUndoesItsStepsOneAfterTheOther() {
    int undo = plan.body(5);
    int body = plan.graph();
    for (int i = 0; i < 3; i++) {
      plan.node(
          body,
          PlanBuilder.task(
              plan.head(body, JoinRule.ALL_SUCCESS, undo, List.of()), ONCE, new Timeouts(10)));
    }
    plan.node(0, block(plan.head(0), body, Handlers.NONE, ONCE, Timeouts.NONE, true));
    expect(25, 6, 6, 3);
  }

  @Test
  void compensationCountsOnlyInASaga() {
    int undo = plan.body(5);
    plan.node(
        0,
        PlanBuilder.task(
            plan.head(0, JoinRule.ALL_SUCCESS, undo, List.of()), ONCE, new Timeouts(10)));
    expect(10, 1, 1, 1);
  }

  @Test
  void waitsForTimesAndAnswers() {
    PlanExpr hour = new PlanExpr.Const(Json.of("PT1H"));
    plan.node(0, new Pause.Wait(plan.head(0), false, hour));
    plan.node(0, new Pause.WaitFor(plan.head(0, 0), "s", null, 60, Pause.OnTimeout.FAIL));
    plan.node(0, new Pause.Approval(plan.head(0, 1), hour, List.of(), 40, Pause.OnTimeout.DENY));
    expect(3_600_100, 0, 0, 0);
  }

  @Test
  void waitingForAnybodyHasNoEnd() {
    PlanExpr input = new PlanExpr.WorkflowInput("x");
    plan.node(0, new Pause.Wait(plan.head(0), true, input));
    plan.node(0, new Pause.WaitFor(plan.head(0, 0), "s", null, 0, Pause.OnTimeout.FAIL));
    assertThat(plan.run().duration().causes())
        .extracting(Cause::reason)
        .containsExactly(Cause.Reason.UNKNOWN_TIME, Cause.Reason.NO_ANSWER_TIMEOUT);
  }

  @Test
  void aPollAsksAsOftenAsItsTimeoutAllows() {
    plan.node(0, new Repeat.Poll(plan.head(0), plan.body(0), 10, 95, null));
    expect(95, 10, 10, 1);
  }

  @Test
  void partsAreCombinedInRounds() {
    PlanExpr parts = new PlanExpr.Const(Json.of(100));
    plan.node(
        0,
        new Fan.MapReduce(
            plan.head(0),
            new PlanExpr.WorkflowInput("x"),
            parts,
            plan.body(10),
            plan.body(3),
            plan.body(7)));
    // 100 parts, 7 results of combining, which one reduction takes
    expect(20, 108, 108, 100);
  }

  @Test
  void spawnedCallsAreTheCostliestTask() {
    plan.node(
        0,
        new Fan.Spawn(
            plan.head(0),
            new PlanExpr.WorkflowInput("x"),
            List.of(new Fan.Branch("a", plan.body(10)), new Fan.Branch("b", plan.body(20))),
            50));
    expect(20, 50, 50, 50);
  }

  @Test
  void whatTheCodeOfATaskCallsRunsBesideItAndEndsAfterIt() {
    plan.spawner(ONCE, 100, 50, plan.callee(0, ONCE, 10), plan.callee(0, ONCE, 20));
    expect(120, 51, 51, 51);
  }

  @Test
  void everyAttemptMayMakeAllItsCalls() {
    RetryPolicy twice = retry(2, Backoff.CONSTANT, 0, 0);
    plan.spawner(twice, 100, 5, plan.callee(0, twice, 10));
    expect(220, 11, 22, 6);
  }

  @Test
  void callsThatCallAgainMayWaitForEachOther() {
    plan.spawner(ONCE, 100, 5, plan.callee(1, ONCE, 10));
    expect(150, 6, 6, 6);
  }

  @Test
  void anotherWorkflowIsNotKnown() {
    plan.node(0, new SubWorkflow(plan.head(0), "ns", "w", null, "", Map.of()));
    Cost run = plan.run();
    assertThat(List.of(run.duration(), run.tasks(), run.attempts(), run.parallel()))
        .allMatch(Bound::isOpen);
  }

  @Test
  void numbersStopInsteadOfOverflowing() {
    int inner = plan.graph();
    plan.task(
        inner, retry(1_000, Backoff.EXPONENTIAL, Long.MAX_VALUE / 2, 0), new Timeouts(1L << 60));
    int body = inner;
    for (int i = 0; i < 4; i++) {
      int outer = plan.graph();
      plan.node(outer, forEach(plan.head(outer), body, 1_000_000_000, 1_000_000_000));
      plan.node(outer, forEach(plan.head(outer), body, 1_000_000_000, 1_000_000_000));
      body = outer;
    }
    plan.node(0, loop(plan.head(0), body, Integer.MAX_VALUE, Long.MAX_VALUE));
    expect(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);
  }

  @Test
  void nodesThatWaitForEachOtherAreNotCountedTogether() {
    // Two chains whose heavy ends cross: 1 → 5 and 5 → 1, and nothing that keeps 5 and 5 apart.
    int one = plan.graph();
    plan.task(one, 1);
    int five = plan.graph();
    for (int i = 0; i < 5; i++) {
      plan.task(five, 1);
    }
    plan.node(0, loop(plan.head(0), one, 1, 0));
    plan.node(0, loop(plan.head(0, 0), five, 1, 0));
    plan.node(0, loop(plan.head(0), five, 1, 0));
    plan.node(0, loop(plan.head(0, 2), one, 1, 0));
    assertThat(plan.run().parallel().value()).isEqualTo(10);
  }

  @Test
  void aStepThatRunsAfterAFailureMayMeetWhatIsStillUnderWay() {
    plan.task(0, 10);
    plan.task(0, 20);
    plan.task(0, 10, 0, 1);
    plan.node(
        0,
        PlanBuilder.task(
            plan.head(0, JoinRule.ALL_DONE, null, List.of(2)), ONCE, new Timeouts(10)));
    // The third fails with the first; the fourth then runs beside the second.
    assertThat(plan.run().parallel().value()).isGreaterThanOrEqualTo(2);
    expect(40, 4, 4, 3);
  }
}
