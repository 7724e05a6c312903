package dev.jobc.executor.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.executor.RunId;
import dev.jobc.executor.RunState;
import dev.jobc.executor.RunView;
import dev.jobc.executor.StepState;
import dev.jobc.executor.TaskError;
import dev.jobc.executor.core.StepRef;
import dev.jobc.executor.testing.Plans;
import dev.jobc.expr.PlanExpr;
import dev.jobc.plan.RetryPolicy;
import dev.jobc.plan.Timeouts;
import dev.jobc.type.Type;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every store promises of runs that are tried again as a whole. */
public abstract class TryContract extends StoreSuite {
  private static final Outcome FAILED = new Outcome.Failed(new TaskError("Unexpected", "no"));

  /** Two steps, whose outputs are those of the first. */
  private RunId run(long wait) {
    Plans plans = Plans.named("tried").retry(Plans.retry(2, wait));
    plans.task(
        0,
        "a",
        Plans.spec("work", List.of(), List.of(Plans.param("y", Type.Simple.JSON)), List.of()),
        Map.of(),
        List.of(),
        RetryPolicy.NONE,
        Timeouts.NONE);
    plans.task(0, "b", "work", List.of(0));
    plans.output("y", Type.Simple.JSON, new PlanExpr.StepOutputs(0, 0));
    return runs(plans.plan(), 1).get(0);
  }

  private Claimed only() {
    List<Claimed> work = claim(session, 10);
    assertThat(work).hasSize(1);
    return work.getFirst();
  }

  private void failOnce() {
    succeed(session, NO_ROOM, List.of(only()));
    record(session, NO_ROOM, FAILED, only());
  }

  @Test
  void aFailureBeginsTheNextTry() {
    RunId run = run(0);
    failOnce();
    Claimed again = only();
    assertThat(again.work().ref().scope()).isNotEqualTo(StepRef.ROOT);
    RunView view = view(run);
    assertThat(view.tries()).isEqualTo(2);
    assertThat(view.summary().state()).isEqualTo(RunState.RUNNING);
    assertThat(view.steps()).extracting(RunView.Step::instances).containsOnly(1);
    succeed(session, NO_ROOM, List.of(again));
    succeed(session, NO_ROOM, List.of(only()));
    assertThat(succeed(session, NO_ROOM, List.of(only())).ended()).containsExactly(run.value());
    assertThat(view(run).outputs()).as("of the last try").isNotNull();
    assertThat(view(run).steps()).extracting(RunView.Step::state).containsOnly(StepState.SUCCEEDED);
  }

  @Test
  void theNextTryBeginsWhenItsTimeHasCome() {
    RunId run = run(200);
    failOnce();
    assertThat(claim(session, 10)).isEmpty();
    long until = System.nanoTime() + Duration.ofMinutes(1).toNanos();
    List<Claimed> again = List.of();
    while (again.isEmpty()) {
      assertThat(System.nanoTime()).isLessThan(until);
      store.upkeep().endOverdue();
      again = claim(session, 10);
    }
    assertThat(view(run).tries()).isEqualTo(2);
    assertThat(store.upkeep().endOverdue()).as("nothing else is due").isNull();
  }

  @Test
  void aRunThatIsTakenUpBeginsWhereItsLastTryEnded() {
    RunId run = run(0);
    failOnce();
    failOnce();
    assertThat(view(run).summary().state()).isEqualTo(RunState.FAILED);
    RunId next =
        store.runs().resume(run, Set.of(), (plan, inputs, directory, start) -> RunNeeds.NONE);
    Claimed left = only();
    assertThat(left.work().ref()).isEqualTo(new StepRef(StepRef.ROOT, 1));
    assertThat(store.values().outputs(List.of(new ValueStore.Address(next.value(), first()))))
        .hasSize(1);
    assertThat(view(next).tries()).isEqualTo(1);
  }

  private static StepRef first() {
    return new StepRef(StepRef.ROOT, 0);
  }

  @Test
  void aRunThatWaitsForItsNextTryIsCancelledAtOnce() {
    RunId run = run(3_600_000);
    failOnce();
    store.runs().cancel(List.of(run));
    assertThat(view(run).summary().state()).isEqualTo(RunState.CANCELLED);
  }
}
