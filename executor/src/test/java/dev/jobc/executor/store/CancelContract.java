package dev.jobc.executor.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.executor.RunId;
import dev.jobc.executor.RunState;
import dev.jobc.executor.RunView;
import dev.jobc.executor.StepState;
import dev.jobc.executor.testing.Plans;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What every store promises of runs that somebody cancels. */
public abstract class CancelContract extends StoreSuite {

  @Test
  void handsOutNothingOfACancelledRun() {
    List<RunId> runs = runs(Plans.chain(2), 4);
    assertThat(store.runs().cancel(List.of(runs.get(2), runs.get(0))))
        .isEqualTo(Map.of(runs.get(0), RunState.RUNNING, runs.get(2), RunState.RUNNING));
    assertThat(store.runs().cancel(List.of(runs.get(0))))
        .as("a second time")
        .isEqualTo(Map.of(runs.get(0), RunState.CANCELLED));
    assertThat(store.runs().over(runs)).containsExactlyInAnyOrder(runs.get(0), runs.get(2));
    List<Claimed> alive = claim(session, 3);
    assertThat(alive)
        .as("there is more behind what was thrown away")
        .extracting(one -> one.work().runId())
        .isSubsetOf(runs.get(1).value(), runs.get(3).value());
    List<Claimed> rest = claim(session, 10);
    assertThat(alive.size() + rest.size()).isEqualTo(2);
    assertThat(session.halted()).isEmpty();
    RunView view = view(runs.get(0));
    assertThat(view.summary().state()).isEqualTo(RunState.CANCELLED);
    assertThat(view.summary().finishedAt()).isNotNull();
    assertThat(view.steps())
        .extracting(RunView.Step::state)
        .containsExactly(StepState.CANCELLED, StepState.CANCELLED);
    session.end();
    assertThat(store.upkeep().returnOrphans()).as("only what lives is left").isNotNull();
    WorkSession heir = session("heir");
    assertThat(claim(heir, 10)).hasSize(2);
    heir.close();
  }

  @Test
  void aSessionLearnsWhatOfItsWorkWasCancelledAndRecordsThatItStopped() {
    List<RunId> runs = runs(Plans.chain(2), 3);
    List<Claimed> held = claim(session, 3);
    store.runs().cancel(List.of(runs.get(0), runs.get(1)));
    assertThat(session.halted()).containsExactlyInAnyOrder(held.get(0), held.get(1));
    Recorded stopped = record(session, ALL_ROOM, new Outcome.Cancelled(), held.get(0));
    assertThat(stopped.claimed()).isEmpty();
    Recorded late = succeed(session, ALL_ROOM, List.of(held.get(1)));
    assertThat(late.claimed()).as("a result that comes too late").isEmpty();
    assertThat(late.ended()).isEmpty();
    assertThat(session.halted()).isEmpty();
    assertThat(view(runs.get(0)).steps().get(0).attempts()).isEqualTo(1);
    assertThat(view(runs.get(1)).steps())
        .extracting(RunView.Step::state)
        .containsExactly(StepState.CANCELLED, StepState.CANCELLED);
    assertThat(succeed(session, ALL_ROOM, List.of(held.get(2))).claimed()).hasSize(1);
  }

  @Test
  void aRunThatHasEndedStaysAsItIs() {
    RunId run = runs(Plans.chain(1), 1).get(0);
    succeed(session, NO_ROOM, claim(session, 1));
    assertThat(store.runs().cancel(List.of(run))).isEqualTo(Map.of(run, RunState.SUCCEEDED));
    assertThat(view(run).summary().state()).isEqualTo(RunState.SUCCEEDED);
  }

  @Test
  void aSweepTakesCancelledWorkAwayAndNothingElse() {
    List<RunId> runs = runs(Plans.chain(1), 3);
    Claimed held = claim(session, 1).get(0);
    store.runs().cancel(runs.subList(0, 2));
    store.upkeep().sweepHalted();
    assertThat(session.halted()).as("whoever holds some of it still learns").containsExactly(held);
    assertThat(claim(session, 10))
        .extracting(one -> one.work().runId())
        .containsExactly(runs.get(2).value());
    record(session, NO_ROOM, new Outcome.Cancelled(), held);
    store.upkeep().sweepHalted();
    assertThat(session.halted()).isEmpty();
  }
}
