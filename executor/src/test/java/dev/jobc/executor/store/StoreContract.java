package dev.jobc.executor.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jobc.executor.EngineException;
import dev.jobc.executor.RunFilter;
import dev.jobc.executor.RunId;
import dev.jobc.executor.RunState;
import dev.jobc.executor.RunSummary;
import dev.jobc.executor.RunView;
import dev.jobc.executor.StepState;
import dev.jobc.executor.TaskError;
import dev.jobc.executor.core.StepRef;
import dev.jobc.executor.core.Tries;
import dev.jobc.executor.runner.TaskResult;
import dev.jobc.executor.store.Upkeep.SessionBeat;
import dev.jobc.executor.testing.Plans;
import dev.jobc.expr.PlanExpr;
import dev.jobc.json.Json;
import dev.jobc.plan.Flow;
import dev.jobc.plan.Handlers;
import dev.jobc.plan.Head;
import dev.jobc.plan.JoinRule;
import dev.jobc.plan.Node;
import dev.jobc.plan.Plan;
import dev.jobc.plan.ResultFrom;
import dev.jobc.plan.RetryPolicy;
import dev.jobc.plan.TaskPolicy;
import dev.jobc.plan.Timeouts;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What every store promises, whatever it is made of. */
public abstract class StoreContract extends StoreSuite {

  @Test
  void keepsAnEqualPlanOnceAndFindsItAgain() {
    Plan plan = Plans.chain(2);
    StoredPlan one = store.plans().keepPlan(plan, Map.of());
    StoredPlan two = store.plans().keepPlan(Plans.chain(2), Map.of());
    assertThat(two.number()).isEqualTo(one.number());
    assertThat(store.plans().findPlan(one.digest()).orElseThrow().shape().plan()).isEqualTo(plan);
    assertThat(store.plans().findPlan("f".repeat(64))).isEmpty();
    assertThat(store.plans().findPlan("no digest")).isEmpty();
  }

  @Test
  void givesBackTheFilesItWasGiven() {
    byte[] content = {1, 2, 3};
    String digest = dev.jobc.plan.PlanDigest.sha256(content);
    store.plans().keepPlan(Plans.chain(1), Map.of(digest, content));
    Map<String, byte[]> found = store.plans().blobs(java.util.Set.of(digest, "0".repeat(64)));
    assertThat(found).containsOnlyKeys(digest);
    assertThat(found.get(digest)).isEqualTo(content);
  }

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
  void letsNothingOfALostSessionThrough() {
    RunId run = runs(Plans.chain(1), 1).get(0);
    List<Claimed> held = claim(session, 1);
    SessionBeat seen = store.upkeep().watchSessions().get(0);
    assertThat(store.upkeep().returnOrphans()).isNull();
    assertThat(store.upkeep().declareLost(seen)).isTrue();
    assertThat(store.upkeep().declareLost(seen)).isFalse();
    assertThatThrownBy(() -> succeed(session, NO_ROOM, held)).isInstanceOf(FencedException.class);
    assertThatThrownBy(session::beat).isInstanceOf(FencedException.class);
    assertThatThrownBy(session::end).isInstanceOf(FencedException.class);
    assertThat(claim(session, 1)).isEmpty();
    assertThat(store.upkeep().returnOrphans()).containsExactlyElementsOf(queues);
    assertThat(store.upkeep().returnOrphans()).isNull();
    WorkSession heir = session("heir");
    List<Claimed> inherited = claim(heir, 1);
    assertThat(inherited.get(0).work().tries()).isEqualTo(new Tries(2, 1, 1));
    assertThat(inherited.get(0).fence()).isGreaterThan(held.get(0).fence());
    succeed(heir, NO_ROOM, inherited);
    assertThat(view(run).summary().state()).isEqualTo(RunState.SUCCEEDED);
    session.recordRefused(List.of(done(held.get(0), new Outcome.Succeeded(OUTPUTS))));
    heir.close();
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

  @Test
  void whatFollowsALossWaitsItsTime() {
    Plans plans = Plans.named("patient");
    int body = plans.graph();
    plans.task(body, "a", "work", List.of());
    plans.replace(body, 0, Plans.onLost((Node.Task) plans.at(body, 0), TaskPolicy.OnLost.FAIL));
    plans.node(0, block(body, Plans.retry(2, 3_600_000)));
    runs(plans.plan(), 1);
    WorkSession victim = session("victim");
    assertThat(claim(victim, 1)).hasSize(1);
    victim.end();
    store.upkeep().returnOrphans();
    assertThat(claim(session, 10)).as("the next try is an hour away").isEmpty();
    assertThat(store.upkeep().promoteDue().next()).isBetween(1L, 3_600_000L);
    victim.close();
  }

  private static Flow.Block block(int body, RetryPolicy retry) {
    Head head = Head.of("block", List.of(), "patient.yaml:1:1");
    return new Flow.Block(head, body, Handlers.NONE, retry, Timeouts.NONE, false, ResultFrom.ALL);
  }

  @Test
  void aSessionWhoseCounterHasMovedIsNotLost() {
    SessionBeat seen = store.upkeep().watchSessions().get(0);
    session.beat();
    assertThat(store.upkeep().declareLost(seen)).isFalse();
    session.beat();
  }

  @Test
  void anHeirGetsOnlyWhatIsNotSettled() {
    Plans plans = Plans.named("settled");
    RetryPolicy policy = Plans.retry(2, 0);
    int body = plans.graph();
    plans.task(0, "succeeds", "work", List.of());
    plans.task(0, "retried", Plans.spec("work"), Map.of(), List.of(), policy, Timeouts.NONE);
    plans.map("opened", List.of(), new PlanExpr.Const(Json.NULL), body, 1);
    plans.task(0, "given_back", "work", List.of());
    plans.task(0, "held", "work", List.of());
    plans.task(body, "item", "work", List.of());
    runs(plans.plan(), 1);
    List<Claimed> all = claim(session, 10);
    assertThat(all).hasSize(5);
    record(session, NO_ROOM, new Outcome.Succeeded(null), step(all, 0));
    record(session, NO_ROOM, new Outcome.Failed(new TaskError("Unexpected", "")), step(all, 1));
    byte[] list = "[1,2]".getBytes(StandardCharsets.UTF_8);
    record(session, NO_ROOM, new Outcome.Opened(1, -1, 2, 0, list), step(all, 2));
    record(session, NO_ROOM, new Outcome.GivenBack(false), step(all, 3));
    WorkSession other = session("other");
    List<Claimed> released = claim(other, 10);
    assertThat(released)
        .extracting(claimed -> claimed.work().ref())
        .containsExactlyInAnyOrder(new StepRef(0, 1), new StepRef(1, 0), new StepRef(0, 3));
    session.end();
    assertThat(store.upkeep().returnOrphans()).hasSize(1);
    List<Claimed> inherited = claim(other, 10);
    assertThat(inherited)
        .extracting(claimed -> claimed.work().ref())
        .containsExactly(new StepRef(0, 4));
    other.close();
  }

  private static Claimed step(List<Claimed> all, int step) {
    return all.stream()
        .filter(one -> one.work().ref().equals(new StepRef(0, step)))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void failsATaskThatThreeWorkersHaveDiedOf() {
    RunId run = runs(Plans.chain(2), 1).get(0);
    for (int death = 0; death < 3; death++) {
      WorkSession victim = session("victim" + death);
      assertThat(claim(victim, 1)).hasSize(1);
      victim.end();
      assertThat(store.upkeep().returnOrphans()).isNotNull();
      victim.close();
    }
    assertThat(claim(session, 1)).isEmpty();
    RunView view = view(run);
    assertThat(view.summary().state()).isEqualTo(RunState.FAILED);
    assertThat(view.steps().get(0).error().name()).isEqualTo(TaskError.WORKER_LOST);
    assertThat(view.steps().get(1).state()).isEqualTo(StepState.SKIPPED);
  }

  @Test
  void findsTheRunsThatFitNewestFirst() {
    List<RunId> old = runs(Plans.chain(1), 2);
    List<RunId> other = runs(Plans.chain(2), 2);
    store.runs().cancel(List.of(old.get(0)));
    assertThat(found(RunFilter.ALL))
        .containsExactly(other.get(1), other.get(0), old.get(1), old.get(0));
    assertThat(found(RunFilter.ALL.in(RunState.CANCELLED))).containsExactly(old.get(0));
    assertThat(found(new RunFilter(null, "chain2", null, null, Map.of())))
        .containsExactly(other.get(1), other.get(0));
    assertThat(found(new RunFilter("nowhere", null, null, null, Map.of()))).isEmpty();
    assertThat(
            found(
                new RunFilter(
                    "default",
                    "chain1",
                    RunState.RUNNING,
                    Instant.parse("2100-01-01T00:00:00Z"),
                    Map.of())))
        .containsExactly(old.get(1));
    assertThat(found(new RunFilter(null, null, null, Instant.ofEpochMilli(RunId.EPOCH), Map.of())))
        .isEmpty();
  }

  private List<RunId> found(RunFilter filter) {
    return store.runs().find(filter, null, 10).stream().map(RunSummary::id).toList();
  }

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

  @Test
  void aTaskWhoseAuthorSaysSoFailsWithItsWorker() {
    Plans plans = Plans.named("once");
    plans.task(0, "a", "work", List.of());
    Node.Task task = (Node.Task) plans.at(0, 0);
    plans.replace(0, 0, Plans.onLost(task, TaskPolicy.OnLost.FAIL));
    RunId run = runs(plans.plan(), 1).get(0);
    WorkSession victim = session("victim");
    assertThat(claim(victim, 1)).hasSize(1);
    victim.end();
    store.upkeep().returnOrphans();
    assertThat(claim(session, 1)).isEmpty();
    assertThat(view(run).summary().state()).isEqualTo(RunState.FAILED);
    assertThat(view(run).steps().get(0).error().name()).isEqualTo(TaskError.WORKER_LOST);
    victim.close();
  }

  @Test
  void showsValuesToWhoeverAsks() {
    RunId run = runs(Plans.chain(1), 1).get(0);
    succeed(session, NO_ROOM, claim(session, 1));
    var address = new ValueStore.Address(run.value(), new StepRef(0, 0));
    assertThat(store.values().outputs(List.of(address)).get(address)).isEqualTo(OUTPUTS);
    assertThat(store.values().ending(address)).isEqualTo(dev.jobc.executor.core.Ending.SUCCEEDED);
  }

  @Test
  void keepsWhatTasksWrite() {
    RunId run = runs(Plans.chain(1), 1).get(0);
    Claimed claimed = claim(session, 1).get(0);
    byte[] big = new byte[600_000];
    java.util.Arrays.fill(big, (byte) 'x');
    session.recordOutcomes(
        List.of(
            new Completion(
                claimed,
                claimed.claimedAt(),
                claimed.claimedAt(),
                new Outcome.Succeeded(null),
                new TaskResult.Output(big, new byte[] {0, (byte) 0xff}))),
        NO_ROOM);
    var logs = store.runs().logs(run, java.util.Optional.of("s0"));
    assertThat(logs.stream().filter(chunk -> !chunk.stderr()).mapToInt(c -> c.bytes().length).sum())
        .isEqualTo(big.length);
    assertThat(logs.get(logs.size() - 1).bytes()).containsExactly(0, 0xff);
    assertThat(store.runs().logs(run, java.util.Optional.of("s9"))).isEmpty();
  }

  @Test
  void knowsNothingOfRunsThatWereNeverCreated() {
    RunId unknown = RunId.of(RunId.EPOCH + 1, 0, 1);
    assertThat(store.runs().view(unknown)).isEmpty();
    assertThat(store.runs().over(List.of(unknown))).containsExactly(unknown);
    assertThat(store.runs().find(RunFilter.ALL, null, 10)).isEmpty();
    assertThat(store.runs().cancel(List.of(unknown))).isEmpty();
    assertThatThrownBy(() -> store.plans().plan(99)).isInstanceOf(EngineException.class);
  }
}
