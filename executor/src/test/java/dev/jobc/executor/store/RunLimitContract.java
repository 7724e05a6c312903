package dev.jobc.executor.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jobc.executor.EngineException;
import dev.jobc.executor.RunFilter;
import dev.jobc.executor.RunId;
import dev.jobc.executor.RunState;
import dev.jobc.executor.RunView;
import dev.jobc.executor.StepState;
import dev.jobc.executor.TaskError;
import dev.jobc.executor.core.Need;
import dev.jobc.executor.testing.Await;
import dev.jobc.executor.testing.Plans;
import dev.jobc.plan.FlowControl.Concurrency.OnLimit;
import dev.jobc.plan.Head;
import dev.jobc.plan.Plan;
import dev.jobc.plan.SubWorkflow;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every store promises of limits that runs share. */
public abstract class RunLimitContract extends StoreSuite {
  private static final String KEY = "runs default: a";

  private static Need one(OnLimit onLimit) {
    return new Need(KEY, 1, 1, 0, onLimit);
  }

  private NewRun limited(Plan plan, Need need) {
    int number = store.plans().keepPlan(plan, Map.of()).number();
    return new NewRun(number, NO_INPUTS, "", run -> List.of(need));
  }

  private List<RunId> create(Plan plan, Need need, int count) {
    return store.runs().createRuns(Collections.nCopies(count, limited(plan, need)));
  }

  private RunId create(Need need) {
    return create(Plans.chain(1), need, 1).get(0);
  }

  private List<Claimed> next() {
    return claim(session, 100);
  }

  /** What whoever made room has left to be done. */
  private void turn() {
    while (store.upkeep().endOverdue() != null) {}
  }

  private RunState state(RunId run) {
    return view(run).summary().state();
  }

  private void assertRuns(List<Claimed> claimed, RunId... runs) {
    assertThat(claimed)
        .extracting(one -> new RunId(one.work().runId()))
        .containsExactlyInAnyOrder(runs);
  }

  @Test
  void runsBeginOneAfterTheOther() {
    List<RunId> runs = create(Plans.chain(2), one(OnLimit.QUEUE), 3);
    for (int i = 0; i < 3; i++) {
      for (int step = 0; step < 2; step++) {
        List<Claimed> work = next();
        assertRuns(work, runs.get(i));
        RunView last = view(runs.get(2));
        assertThat(last.waits())
            .isEqualTo(i == 2 ? null : "waits for " + KEY + ": 1 of 1 slots taken");
        if (i < 2) {
          assertThat(last.steps()).allMatch(one -> one.state() == StepState.WAITING);
          assertThat(last.summary().state()).isEqualTo(RunState.RUNNING);
        }
        assertThat(last.summary().held()).isEqualTo(i < 2);
        assertThat(store.runs().find(RunFilter.ALL, null, 1).get(0).standing())
            .isEqualTo(i < 2 ? "held" : "running");
        Recorded recorded = succeed(session, NO_ROOM, work);
        assertThat(recorded.nextDelay()).isEqualTo(step == 1 && i < 2 ? 0 : -1);
      }
      turn();
    }
    runs.forEach(run -> assertThat(state(run)).isEqualTo(RunState.SUCCEEDED));
  }

  @Test
  void oneTooManyFailsOrIsCancelledBeforeAnythingOfItBegins() {
    RunId first = create(one(OnLimit.FAIL));
    RunView failed = view(create(one(OnLimit.FAIL)));
    assertThat(failed.summary().state()).isEqualTo(RunState.FAILED);
    assertThat(failed.error().name()).isEqualTo(TaskError.LIMIT_REACHED);
    RunView cancelled = view(create(one(OnLimit.CANCEL_NEW)));
    assertThat(cancelled.summary().state()).isEqualTo(RunState.CANCELLED);
    assertThat(cancelled.error().message()).isEqualTo("no room at `" + KEY + "`");
    List<Claimed> work = next();
    assertRuns(work, first);
    succeed(session, NO_ROOM, work);
    RunId next = create(one(OnLimit.FAIL));
    assertRuns(next(), next);
  }

  @Test
  void theOldestMakesWay() {
    RunId first = create(one(OnLimit.CANCEL_RUNNING));
    List<Claimed> work = next();
    RunId second = create(one(OnLimit.CANCEL_RUNNING));
    turn();
    assertThat(state(first)).isEqualTo(RunState.CANCELLED);
    assertThat(view(first).error().message())
        .isEqualTo("made way for another run of the same concurrency key");
    assertThat(next()).as("what is under way is to stop first").isEmpty();
    assertThat(session.halted()).isEqualTo(work);
    record(session, NO_ROOM, new Outcome.Cancelled(), work.get(0));
    turn();
    assertRuns(next(), second);
  }

  @Test
  void aRunThatWaitsCanBeCancelledButNotAStepOfIt() {
    create(one(OnLimit.QUEUE));
    List<Claimed> work = next();
    RunId second = create(one(OnLimit.QUEUE));
    RunId third = create(one(OnLimit.QUEUE));
    assertThatThrownBy(() -> store.runs().cancelStep(second, "s0", List.of()))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("limits hold it back");
    store.runs().cancel(List.of(second));
    assertThat(state(second)).isEqualTo(RunState.CANCELLED);
    assertThat(view(second).waits()).isNull();
    succeed(session, NO_ROOM, work);
    turn();
    assertRuns(next(), third);
  }

  @Test
  void whatItsDeadWorkerHeldIsTheRunsUntilItEnds() {
    RunId first = create(one(OnLimit.QUEUE));
    WorkSession victim = session("victim");
    assertThat(claim(victim, 10)).hasSize(1);
    RunId second = create(one(OnLimit.QUEUE));
    victim.end();
    store.upkeep().returnOrphans();
    victim.close();
    turn();
    List<Claimed> again = next();
    assertRuns(again, first);
    succeed(session, NO_ROOM, again);
    turn();
    assertRuns(next(), second);
  }

  @Test
  void aCancelledRunIsOutWhenItsDeadWorkerIsFound() {
    RunId first = create(one(OnLimit.QUEUE));
    WorkSession victim = session("victim");
    assertThat(claim(victim, 10)).hasSize(1);
    RunId second = create(one(OnLimit.QUEUE));
    store.runs().cancel(List.of(first));
    turn();
    assertThat(next()).isEmpty();
    victim.end();
    store.upkeep().returnOrphans();
    victim.close();
    turn();
    assertRuns(next(), second);
  }

  private static Plan caller() {
    Plans plans = Plans.named("caller");
    Head head = Head.of("call", List.of(), "caller.yaml:1:1");
    plans.node(0, new SubWorkflow(head, "default", "chain1", null, "", Map.of()));
    return plans.plan();
  }

  @Test
  void aCalledRunStaysWithinTheSlotOfItsCaller() {
    RunId caller = create(caller(), one(OnLimit.QUEUE), 1).get(0);
    Claimed step = next().get(0);
    RunId called =
        store.runs().call(step.work(), limited(Plans.chain(1), one(OnLimit.QUEUE))).orElseThrow();
    record(session, NO_ROOM, new Outcome.Paused(-1, null), step);
    List<Claimed> inner = next();
    assertRuns(inner, called);
    RunId other = create(one(OnLimit.QUEUE));
    succeed(session, NO_ROOM, inner);
    turn();
    List<Claimed> back = next();
    assertRuns(back, caller);
    succeed(session, NO_ROOM, back);
    turn();
    assertRuns(next(), other);
  }

  @Test
  void aCallerHoldsOnUntilWhatItHasCalledHasStopped() {
    RunId caller = create(caller(), one(OnLimit.QUEUE), 1).get(0);
    Claimed step = next().get(0);
    NewRun callee = new NewRun(limited(Plans.chain(1), one(OnLimit.QUEUE)).planId(), NO_INPUTS, "");
    store.runs().call(step.work(), callee).orElseThrow();
    record(session, NO_ROOM, new Outcome.Paused(-1, null), step);
    List<Claimed> inner = next();
    RunId other = create(one(OnLimit.QUEUE));
    store.runs().cancel(List.of(caller));
    turn();
    assertThat(next()).as("what it has called runs on").isEmpty();
    record(session, NO_ROOM, new Outcome.Cancelled(), inner.get(0));
    turn();
    assertRuns(next(), other);
  }

  @Test
  void aCalledRunThatIsRefusedWakesItsCaller() {
    RunId holder = create(one(OnLimit.QUEUE));
    List<Claimed> held = next();
    assertRuns(held, holder);
    int plan = store.plans().keepPlan(caller(), Map.of()).number();
    RunId caller = store.runs().createRuns(List.of(new NewRun(plan, NO_INPUTS, ""))).get(0);
    Claimed step = next().get(0);
    RunId called =
        store.runs().call(step.work(), limited(Plans.chain(1), one(OnLimit.FAIL))).orElseThrow();
    record(session, NO_ROOM, new Outcome.Paused(-1, null), step);
    assertThat(state(called)).isEqualTo(RunState.FAILED);
    assertRuns(next(), caller);
  }

  @Test
  void aRunThatIsTakenUpAsksToo() {
    List<RunId> runs = create(Plans.chain(2), one(OnLimit.QUEUE), 1);
    succeed(session, NO_ROOM, next());
    record(session, NO_ROOM, new Outcome.Failed(new TaskError("Unexpected", "no")), next().get(0));
    RunId holder = create(one(OnLimit.QUEUE));
    RunId resumed =
        store
            .runs()
            .resume(
                runs.get(0),
                Set.of(),
                (plan, inputs, directory, start) -> run -> List.of(one(OnLimit.QUEUE)));
    assertThat(view(resumed).waits()).isEqualTo("waits for " + KEY + ": 1 of 1 slots taken");
    assertThat(view(resumed).steps())
        .extracting(RunView.Step::state)
        .containsExactly(StepState.SUCCEEDED, StepState.WAITING);
    List<Claimed> work = next();
    assertRuns(work, holder);
    succeed(session, NO_ROOM, work);
    turn();
    List<Claimed> last = next();
    assertRuns(last, resumed);
    assertThat(last.get(0).work().ref().step()).as("the first is kept").isEqualTo(1);
    succeed(session, NO_ROOM, last);
    assertThat(state(resumed)).isEqualTo(RunState.SUCCEEDED);
  }

  @Test
  void aRunWithoutStepsGivesItsSlotBackAtOnce() {
    List<RunId> runs = create(Plans.named("empty").plan(), one(OnLimit.QUEUE), 3);
    turn();
    runs.forEach(run -> assertThat(state(run)).isEqualTo(RunState.SUCCEEDED));
    RunId next = create(one(OnLimit.FAIL));
    assertRuns(next(), next);
  }

  @Test
  void theTimeOfARunGoesOnWhileItWaits() {
    create(one(OnLimit.QUEUE));
    RunId late = create(Plans.limited(Plans.chain(1), 1), one(OnLimit.QUEUE), 1).get(0);
    Await.until(
        () -> {
          turn();
          return state(late) != RunState.RUNNING;
        });
    assertThat(state(late)).isEqualTo(RunState.FAILED);
    assertThat(view(late).error().name()).isEqualTo(TaskError.TIMEOUT);
    assertThat(next()).hasSize(1);
  }

  @Test
  void aRateCountsBeginnings() {
    Need two = new Need("run rate", 2, 1, 3_600_000, OnLimit.QUEUE);
    List<RunId> runs = create(Plans.chain(1), two, 3);
    List<Claimed> work = next();
    assertRuns(work, runs.get(0), runs.get(1));
    succeed(session, NO_ROOM, work);
    turn();
    assertThat(next()).isEmpty();
    assertThat(view(runs.get(2)).waits()).isEqualTo("waits for run rate: 2 of 2 starts taken");
    assertThat(store.upkeep().endWindows().next()).isBetween(1L, 3_600_000L);
  }
}
