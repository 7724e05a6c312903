package dev.jobc.executor.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.executor.OpenQuestion;
import dev.jobc.executor.RunId;
import dev.jobc.executor.RunState;
import dev.jobc.executor.RunView;
import dev.jobc.executor.StepState;
import dev.jobc.executor.TaskError;
import dev.jobc.executor.core.StepRef;
import dev.jobc.executor.core.Tries;
import dev.jobc.executor.testing.Plans;
import dev.jobc.plan.TaskPolicy.OnLost;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every store promises of steps whose worker died, and whose author wants a look first. */
public abstract class HoldContract extends StoreSuite {
  private static final Outcome AGAIN = new Outcome.GivenBack(false);
  private static final StepRef FIRST = new StepRef(0, 0);

  private RunId held() {
    RunId run = runs(Plans.onLost(Plans.chain(2), OnLost.HOLD), 1).get(0);
    die();
    return run;
  }

  /** Somebody takes all there is and dies of it. */
  private void die() {
    WorkSession victim = session("victim");
    assertThat(claim(victim, 10)).hasSize(1);
    victim.end();
    store.upkeep().returnOrphans();
    victim.close();
  }

  private List<OpenQuestion> questions(RunId run) {
    return store.answers().open(Optional.of(run)).stream().map(Answers.Asked::question).toList();
  }

  @Test
  void aHeldStepIsGivenToNobodyUntilItIsReleased() {
    RunId run = held();
    assertThat(claim(session, 10)).isEmpty();
    assertThat(store.upkeep().promoteDue().moved()).isZero();
    assertThat(questions(run))
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.kind()).isEqualTo(OpenQuestion.Kind.HELD);
              assertThat(one.step()).isEqualTo("s0");
            });
    RunView.Step step = view(run).steps().get(0);
    assertThat(step.state()).isEqualTo(StepState.PAUSED);
    assertThat(step.attempts()).isEqualTo(1);
    assertThat(step.waits()).contains("worker died", "jobc runs release " + run + " 's0'");

    Answers.Given given = store.answers().answer(run, FIRST, AGAIN);
    assertThat(given.taken()).isTrue();
    assertThat(given.queues()).containsExactlyElementsOf(queues);
    assertThat(questions(run)).isEmpty();
    assertThat(store.answers().answer(run, FIRST, AGAIN).taken()).as("once").isFalse();
    List<Claimed> again = claim(session, 10);
    assertThat(again).extracting(one -> one.work().tries()).containsExactly(new Tries(2, 1, 0));
    assertThat(again.get(0).work().tries().counted()).as("a loss doesn't count").isEqualTo(1);
    succeed(session, NO_ROOM, again);
    succeed(session, NO_ROOM, claim(session, 10));
    assertThat(view(run).summary().state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(view(run).steps().get(0).attempts()).isEqualTo(2);
    assertThat(view(run).steps().get(0).waits()).isNull();
  }

  @Test
  void itIsHeldAgainHoweverOftenItsWorkersDie() {
    RunId run = held();
    for (int death = 2; death <= 5; death++) {
      assertThat(store.answers().answer(run, FIRST, AGAIN).taken()).isTrue();
      die();
      assertThat(view(run).steps().get(0).attempts()).isEqualTo(death);
      assertThat(view(run).steps().get(0).state()).isEqualTo(StepState.PAUSED);
    }
  }

  @Test
  void whatIsGivenUpHasFailedWithItsWorker() {
    RunId run = held();
    Answers.Given given = store.answers().answer(run, FIRST, new Outcome.Lost());
    assertThat(given.ended()).containsExactly(run.value());
    RunView view = view(run);
    assertThat(view.summary().state()).isEqualTo(RunState.FAILED);
    assertThat(view.steps().get(0).state()).isEqualTo(StepState.FAILED);
    assertThat(view.steps().get(0).error().name()).isEqualTo(TaskError.WORKER_LOST);
    assertThat(view.steps().get(0).attempts()).as("nothing has run again").isEqualTo(1);
    assertThat(questions(run)).isEmpty();
    assertThat(claim(session, 10)).isEmpty();
  }

  @Test
  void aHeldStepCanBeCancelledAndSoCanItsRun() {
    RunId run = held();
    assertThat(store.runs().cancelStep(run, "s0", List.of()).steps()).isEqualTo(1);
    assertThat(view(run).steps().get(0).error().name()).isEqualTo(TaskError.CANCELLED);
    assertThat(questions(run)).isEmpty();
    RunId other = held();
    store.runs().cancel(List.of(other));
    assertThat(view(other).summary().state()).isEqualTo(RunState.CANCELLED);
    assertThat(questions(other)).isEmpty();
    assertThat(claim(session, 10)).isEmpty();
  }

  @Test
  void onlyWhatTheDeadWorkerHadIsHeld() {
    RunId one = held();
    RunId two = runs(Plans.onLost(Plans.chain(1), OnLost.HOLD), 1).get(0);
    succeed(session, NO_ROOM, claim(session, 10));
    assertThat(view(two).summary().state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(questions(two)).isEmpty();
    assertThat(questions(one)).hasSize(1);
    assertThat(store.answers().open(Optional.empty())).hasSize(1);
  }
}
