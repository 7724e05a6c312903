package dev.jobc.executor.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.executor.RunId;
import dev.jobc.executor.RunState;
import dev.jobc.executor.StepState;
import dev.jobc.executor.TaskError;
import dev.jobc.executor.core.Tries;
import dev.jobc.executor.testing.Plans;
import dev.jobc.plan.JoinRule;
import dev.jobc.plan.Node;
import dev.jobc.plan.RetryPolicy;
import dev.jobc.plan.Timeouts;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What every store promises of who gets what work, and of what follows from outcomes. */
public abstract class ClaimContract extends StoreSuite {

  @Test
  void handsOutEveryTaskOnceOldestFirst() {
    List<RunId> runs = runs(Plans.chain(1), 10);
    WorkSession other = session("second");
    List<Claimed> mine = claim(session, 4);
    List<Claimed> theirs = claim(other, 100);
    assertThat(mine)
        .extracting(claimed -> claimed.work().runId())
        .containsExactlyElementsOf(runs.subList(0, 4).stream().map(RunId::value).toList());
    assertThat(theirs).hasSize(6);
    assertThat(claim(session, 100)).isEmpty();
    assertThat(theirs.get(0).fence()).isGreaterThan(mine.get(0).fence());
    other.close();
  }

  @Test
  void prefersTheQueueNamedFirstAndWithinItTheHigherPriority() {
    Plans plans = Plans.named("mixed");
    placed(plans, "low", "default", 0);
    placed(plans, "high", "default", 9);
    placed(plans, "best", "urgent", 0);
    placed(plans, "elsewhere", "gpu", 9);
    runs(plans.plan(), 1);
    List<Integer> served = List.of(store.plans().queue("urgent"), queues.get(0));
    assertThat(session.claimReady(served, 10))
        .extracting(claimed -> claimed.work().ref().step())
        .containsExactly(2, 1, 0);
  }

  private static void placed(Plans plans, String id, String queue, int priority) {
    plans.task(0, id, "work", List.of());
    int last = plans.last(0);
    Node.Task task = (Node.Task) plans.at(0, last);
    plans.replace(
        0,
        last,
        new Node.Task(
            task.head(), task.task(), task.with(), task.retry(), task.timeouts(), queue, priority));
  }

  @Test
  void releasesASuccessorOnceWhenItsLastNeedIsRecorded() {
    RunId run = runs(Plans.diamond(3), 1).get(0);
    succeed(session, NO_ROOM, claim(session, 10));
    List<Claimed> middle = claim(session, 10);
    assertThat(middle).hasSize(3);
    assertThat(succeed(session, NO_ROOM, middle.subList(0, 2)).queues()).isEmpty();
    assertThat(claim(session, 10)).isEmpty();
    assertThat(succeed(session, NO_ROOM, middle.subList(2, 3)).queues()).hasSize(1);
    Recorded last = succeed(session, NO_ROOM, claim(session, 10));
    assertThat(last.ended()).containsExactly(run.value());
    assertThat(view(run).summary().state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(store.runs().over(List.of(run))).containsExactly(run);
  }

  @Test
  void aSkippedNeedSkipsWhatNeedsSuccessAndNothingElse() {
    Plans plans = Plans.named("skips");
    plans.task(0, "declined", "work", List.of());
    plans.task(0, "done", "work", List.of());
    plans.task(0, "strict", "work", List.of(0, 1));
    plans.rule(JoinRule.NONE_FAILED).task(0, "lax", "work", List.of(0, 1));
    RunId run = runs(plans.plan(), 1).get(0);
    List<Claimed> both = claim(session, 10);
    record(session, NO_ROOM, new Outcome.Declined(), both.get(0));
    succeed(session, NO_ROOM, both.subList(1, 2));
    List<Claimed> rest = claim(session, 10);
    assertThat(rest).extracting(one -> one.work().ref().step()).containsExactly(3);
    succeed(session, NO_ROOM, rest);
    assertThat(view(run).summary().state()).isEqualTo(RunState.SUCCEEDED);
  }

  @Test
  void aSessionWithRoomTakesSuccessorsAlong() {
    RunId run = runs(Plans.chain(3), 1).get(0);
    Recorded first = succeed(session, ALL_ROOM, claim(session, 10));
    assertThat(first.queues()).isEmpty();
    assertThat(first.claimed()).hasSize(1);
    assertThat(claim(session("second"), 10)).isEmpty();
    Recorded second = succeed(session, ALL_ROOM, first.claimed());
    Recorded third = succeed(session, ALL_ROOM, second.claimed());
    assertThat(third.ended()).containsExactly(run.value());
  }

  @Test
  void defersARetryUntilItIsDue() throws InterruptedException {
    Plans plans = Plans.named("retry");
    RetryPolicy policy = Plans.retry(2, 200);
    plans.task(0, "a", Plans.spec("work"), Map.of(), List.of(), policy, Timeouts.NONE);
    RunId run = runs(plans.plan(), 1).get(0);
    Outcome failed = new Outcome.Failed(new TaskError("Unexpected", "no"));
    Recorded recorded = record(session, ALL_ROOM, failed, claim(session, 1).get(0));
    assertThat(recorded.nextDelay()).isEqualTo(200);
    Upkeep.Due early = store.upkeep().promoteDue();
    assertThat(early.moved() == 0 ? early.next() : 200L).isBetween(0L, 200L);
    assertThat(view(run).steps().get(0).state()).isIn(StepState.RETRYING, StepState.READY);
    List<Claimed> again = List.of();
    for (int look = 0; look < 500 && again.isEmpty(); look++) {
      new CountDownLatch(1).await(10, TimeUnit.MILLISECONDS);
      store.upkeep().promoteDue();
      again = claim(session, 1);
    }
    assertThat(again.get(0).work().tries()).isEqualTo(new Tries(2, 0, 0));
    Recorded last = record(session, ALL_ROOM, failed, again.get(0));
    assertThat(last.ended()).containsExactly(run.value());
    assertThat(view(run).summary().state()).isEqualTo(RunState.FAILED);
    assertThat(view(run).steps().get(0).attempts()).isEqualTo(2);
  }

  @Test
  void saysWhenNothingIsDeferredSoThatNobodyLooksAgainAtOnce() {
    assertThat(store.upkeep().promoteDue()).isEqualTo(new Upkeep.Due(0, -1));
  }

  @Test
  void aCompletionThatComesTwiceChangesNothingTheSecondTime() {
    Plans plans = Plans.named("twice");
    RetryPolicy policy = Plans.retry(9, 0);
    plans.task(0, "first", Plans.spec("work"), Map.of(), List.of(), policy, Timeouts.NONE);
    plans.task(0, "second", "work", List.of(0));
    runs(plans.plan(), 1);
    Claimed failing = claim(session, 1).get(0);
    Outcome failed = new Outcome.Failed(new TaskError("Unexpected", "no"));
    assertThat(record(session, NO_ROOM, failed, failing).refused()).isEmpty();
    assertThat(record(session, NO_ROOM, failed, failing).refused()).containsExactly(failing);
    List<Claimed> again = claim(session, 10);
    assertThat(again).as("it is retried once").hasSize(1);
    Recorded done = record(session, NO_ROOM, new Outcome.Succeeded(OUTPUTS), again.get(0));
    assertThat(done.refused()).isEmpty();
    Recorded late = record(session, ALL_ROOM, new Outcome.Succeeded(OUTPUTS), again.get(0));
    assertThat(late.refused()).containsExactly(again.get(0));
    assertThat(late.claimed()).isEmpty();
    assertThat(claim(session, 10)).as("what follows is released once").hasSize(1);
  }

  @Test
  void theSameCompletionTwiceInABatchCountsOnce() {
    RunId run = runs(Plans.chain(2), 1).get(0);
    Claimed first = claim(session, 1).get(0);
    Completion done = done(first, new Outcome.Succeeded(OUTPUTS));
    Recorded recorded = session.recordOutcomes(List.of(done, done), NO_ROOM);
    assertThat(recorded.refused()).as("the one that counts stands").isEmpty();
    assertThat(claim(session, 10)).hasSize(1);
    assertThat(view(run).steps().get(0).attempts()).isEqualTo(1);
  }
}
