package dev.jobc.executor.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.executor.RunId;
import dev.jobc.executor.RunView;
import dev.jobc.executor.StepState;
import dev.jobc.executor.testing.Plans;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every store promises of results that may be used again. */
public abstract class ResultContract extends StoreSuite {
  private static final ResultKey KEY = new ResultKey(new byte[32]);
  private static final long HOUR = 3_600_000;

  private Claimed only() {
    List<Claimed> work = claim(session, 10);
    assertThat(work).hasSize(1);
    return work.getFirst();
  }

  @Test
  void aResultIsKeptWithItsAttemptAndSaysWhoGaveIt() {
    assertThat(store.results().find(KEY)).isEmpty();
    RunId run = runs(Plans.chain(1), 1).get(0);
    record(session, NO_ROOM, new Outcome.Shared(OUTPUTS, KEY, HOUR), only());
    assertThat(view(run).steps().getFirst().state()).isEqualTo(StepState.SUCCEEDED);
    ResultStore.Result kept = store.results().find(KEY).orElseThrow();
    assertThat(kept.run()).isEqualTo(run);
    assertThat(kept.outputs()).isEqualTo(OUTPUTS);

    RunId next = runs(Plans.chain(1), 1).get(0);
    assertThat(record(session, NO_ROOM, new Outcome.Reused(kept.outputs(), run), only()).ended())
        .containsExactly(next.value());
    RunView.Step step = view(next).steps().getFirst();
    assertThat(step.state()).isEqualTo(StepState.SUCCEEDED);
    assertThat(step.cached()).isEqualTo(new RunView.Cached(1, run));
    assertThat(step.attempts()).isZero();
  }

  @Test
  void theLastResultOfAKeyCounts() {
    runs(Plans.chain(1), 2);
    List<Claimed> both = claim(session, 10);
    for (Claimed one : both) {
      record(session, NO_ROOM, new Outcome.Shared(null, KEY, HOUR), one);
    }
    ResultStore.Result kept = store.results().find(KEY).orElseThrow();
    assertThat(kept.run().value()).isEqualTo(both.getLast().work().runId());
    assertThat(kept.outputs()).isNull();
  }

  @Test
  void whatIsOverIsNotFoundAndRemoved() {
    runs(Plans.chain(1), 1);
    record(session, NO_ROOM, new Outcome.Shared(OUTPUTS, KEY, 1), only());
    long until = System.nanoTime() + Duration.ofMinutes(1).toNanos();
    while (store.results().find(KEY).isPresent()) {
      assertThat(System.nanoTime()).isLessThan(until);
    }
    assertThat(store.results().removeOver()).isEqualTo(1);
    assertThat(store.results().removeOver()).isZero();
  }

  @Test
  void aResultThatComesTooLateIsNotKept() {
    RunId run = runs(Plans.chain(1), 1).get(0);
    Claimed work = only();
    store.runs().cancel(List.of(run));
    record(session, NO_ROOM, new Outcome.Shared(OUTPUTS, KEY, HOUR), work);
    assertThat(store.results().find(KEY)).isEmpty();
  }
}
