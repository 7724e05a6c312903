package dev.jobc.executor.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.executor.Queues;
import dev.jobc.executor.RunId;
import dev.jobc.executor.RunState;
import dev.jobc.executor.RunView;
import dev.jobc.executor.TaskError;
import dev.jobc.executor.core.Need;
import dev.jobc.executor.core.Tries;
import dev.jobc.executor.testing.Await;
import dev.jobc.executor.testing.Plans;
import dev.jobc.expr.PlanExpr;
import dev.jobc.json.Json;
import dev.jobc.plan.FlowControl.Concurrency;
import dev.jobc.plan.FlowControl.Concurrency.OnLimit;
import dev.jobc.plan.Node;
import dev.jobc.plan.RetryPolicy;
import dev.jobc.plan.Timeouts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every store promises of limits that tasks share. */
public abstract class LimitContract extends StoreSuite {
  private static final long HOUR = 3_600_000;

  private static Need slots(String key, int limit) {
    return new Need(key, limit, 1, 0, OnLimit.QUEUE);
  }

  private static Need one(OnLimit onLimit) {
    return new Need("a", 1, 1, 0, onLimit);
  }

  private static Need starts(int limit, long window) {
    return new Need("rate", limit, 1, window, OnLimit.QUEUE);
  }

  private Outcome.Held held(Need... needs) {
    return new Outcome.Held(Arrays.asList(needs), queues.get(0));
  }

  /** Each asks the same. */
  private Recorded ask(List<Claimed> claimed, Need... needs) {
    return record(session, NO_ROOM, held(needs), claimed.toArray(Claimed[]::new));
  }

  private List<Claimed> next() {
    return claim(session, 100);
  }

  private static List<Long> runsOf(List<Claimed> claimed) {
    return claimed.stream().map(one -> one.work().runId()).toList();
  }

  private Entry begin(Claimed claimed) {
    return session.begin(List.of(claimed)).get(claimed);
  }

  private RunView.Step step(RunId run) {
    return view(run).steps().get(0);
  }

  @Test
  void oneHoldsWhatItNeedsUntilItIsRecordedAndNobodyOvertakes() {
    List<RunId> runs = runs(Plans.chain(1), 3);
    ask(next(), slots("a", 1));
    for (RunId run : runs) {
      List<Claimed> through = next();
      assertThat(runsOf(through)).containsExactly(run.value());
      assertThat(through.get(0).work().tries()).as("to ask is no attempt").isEqualTo(Tries.FIRST);
      assertThat(begin(through.get(0))).isEqualTo(new Entry.Through());
      assertThat(next()).isEmpty();
      assertThat(step(run).waits()).isNull();
      RunView.Step last = step(runs.get(2));
      assertThat(last.attempts()).isZero();
      assertThat(last.waits())
          .isEqualTo(run.equals(runs.get(2)) ? null : "waits for a: 1 of 1 slots taken");
      succeed(session, NO_ROOM, through);
    }
    runs.forEach(run -> assertThat(view(run).summary().state()).isEqualTo(RunState.SUCCEEDED));
  }

  @Test
  void whoHasNotAskedIsToldNothing() {
    runs(Plans.chain(1), 1);
    assertThat(session.begin(next())).isEmpty();
  }

  @Test
  void allIsTakenAtOnceOrNothing() {
    runs(Plans.chain(1), 3);
    List<Claimed> all = next();
    ask(all.subList(0, 1), slots("b", 1));
    List<Claimed> holder = next();
    ask(all.subList(1, 2), slots("a", 1), slots("b", 1));
    assertThat(next()).as("there is no b left").isEmpty();
    ask(all.subList(2, 3), slots("a", 1));
    List<Claimed> other = next();
    assertThat(runsOf(other)).as("nobody holds a").isEqualTo(runsOf(all.subList(2, 3)));
    succeed(session, NO_ROOM, holder);
    assertThat(next()).as("there is no a left").isEmpty();
    succeed(session, NO_ROOM, other);
    assertThat(runsOf(next())).isEqualTo(runsOf(all.subList(1, 2)));
  }

  @Test
  void eachKeepsToTheLimitThatItCameWith() {
    runs(Plans.chain(1), 4);
    List<Claimed> all = next();
    ask(all.subList(0, 3), slots("a", 2));
    List<Claimed> holders = next();
    assertThat(holders).hasSize(2);
    succeed(session, NO_ROOM, holders.subList(0, 1));
    assertThat(next()).hasSize(1);
    ask(all.subList(3, 4), slots("a", 3));
    assertThat(next()).hasSize(1);
  }

  @Test
  void oneTooManyFailsOrIsCancelledWhenItsAuthorSaysSo() {
    runs(Plans.chain(1), 3);
    List<Claimed> all = next();
    ask(all.subList(0, 1), one(OnLimit.FAIL));
    List<Claimed> holder = next();
    assertThat(begin(holder.get(0))).isEqualTo(new Entry.Through());
    ask(all.subList(1, 2), one(OnLimit.FAIL));
    List<Claimed> failing = next();
    assertThat(begin(failing.get(0))).isEqualTo(new Entry.Refused("a", true));
    ask(all.subList(2, 3), one(OnLimit.CANCEL_NEW));
    List<Claimed> cancelled = next();
    assertThat(begin(cancelled.get(0))).isEqualTo(new Entry.Refused("a", false));
    record(session, NO_ROOM, FAILED, failing.get(0), cancelled.get(0));
    RunId fresh = runs(Plans.chain(1), 1).get(0);
    ask(next(), one(OnLimit.QUEUE));
    assertThat(next()).as("who was refused held nothing to give back").isEmpty();
    succeed(session, NO_ROOM, holder);
    assertThat(runsOf(next())).containsExactly(fresh.value());
  }

  private static final Outcome FAILED = new Outcome.Failed(new TaskError("Unexpected", "no"));

  @Test
  void theOldestMakesWayAndTheNewOneStartsWhenItHasStopped() {
    List<RunId> runs = runs(Plans.chain(1), 2);
    List<Claimed> all = next();
    ask(all.subList(0, 1), one(OnLimit.CANCEL_RUNNING));
    List<Claimed> holder = next();
    begin(holder.get(0));
    ask(all.subList(1, 2), one(OnLimit.CANCEL_RUNNING));
    assertThat(next()).isEmpty();
    Recorded made = store.upkeep().endOverdue();
    assertThat(made.halts()).isTrue();
    assertThat(made.ended()).containsExactly(runs.get(0).value());
    assertThat(step(runs.get(0)).error().message())
        .isEqualTo("made way for another of the same concurrency key");
    assertThat(session.halted()).isEqualTo(holder);
    assertThat(next()).as("it runs on until it is stopped").isEmpty();
    assertThat(store.upkeep().endOverdue()).isNull();
    record(session, NO_ROOM, new Outcome.Cancelled(), holder.get(0));
    assertThat(runsOf(next())).containsExactly(runs.get(1).value());
  }

  /** A step that is tried again when it has made way; who has run it does not hear of that. */
  private Claimed madeWay() {
    Plans plans = Plans.named("again");
    plans.task(
        0,
        "s0",
        Plans.spec("work"),
        Map.of(),
        List.of(),
        Plans.retry(3, 0, TaskError.CANCELLED),
        Timeouts.NONE);
    PlanExpr key = new PlanExpr.Const(Json.of("a"));
    plans.replace(
        0,
        0,
        Plans.sharing((Node.Task) plans.at(0, 0), new Concurrency(key, 1, OnLimit.CANCEL_RUNNING)));
    runs(plans.plan(), 1);
    ask(next(), one(OnLimit.CANCEL_RUNNING));
    Claimed holder = next().get(0);
    begin(holder);
    runs(Plans.chain(1), 1);
    ask(next(), one(OnLimit.CANCEL_RUNNING));
    store.upkeep().endOverdue();
    return holder;
  }

  private void goesOnOnce(Claimed holder) {
    List<Claimed> left = new ArrayList<>();
    for (List<Claimed> more = next(); !more.isEmpty(); more = next()) {
      left.addAll(more);
    }
    assertThat(left)
        .filteredOn(one -> one.work().runId() == holder.work().runId())
        .singleElement()
        .satisfies(one -> assertThat(one.work().tries()).isEqualTo(new Tries(2, 0, 0)));
    assertThat(left).as("the other one has the slot").hasSize(2);
  }

  @Test
  void whatMadeWayIsTriedAgainOnceAlsoWhenItsWorkerDies() {
    Claimed holder = madeWay();
    session.end();
    store.upkeep().returnOrphans();
    session.close();
    session = session("heir");
    goesOnOnce(holder);
  }

  @Test
  void whatMadeWayIsTriedAgainOnceAlsoWhenItsWorkerGivesItBack() {
    Claimed holder = madeWay();
    record(session, NO_ROOM, new Outcome.GivenBack(true), holder);
    goesOnOnce(holder);
  }

  @Test
  void theResultOfWhatMadeWayComesTooLate() {
    Claimed holder = madeWay();
    Recorded late = succeed(session, NO_ROOM, List.of(holder));
    assertThat(late.refused()).containsExactly(holder);
    goesOnOnce(holder);
  }

  @Test
  void aPoolHasTheSlotsThatItsOperatorGivesIt() {
    runs(Plans.chain(1), 3);
    Need pool = new Need(SetLimits.pool("db"), Need.SET, 2, 0, OnLimit.QUEUE);
    ask(next(), pool);
    assertThat(next()).as("nobody has made it").isEmpty();
    assertThat(store.queues().missingPools(Set.of("db"))).containsExactly("db");
    store.queues().setPool("db", 1);
    assertThat(next()).as("two are wanted").isEmpty();
    store.queues().setPool("db", 4);
    List<Claimed> holders = next();
    assertThat(holders).hasSize(2);
    assertThat(store.queues().pools()).containsExactly(new Queues.Pool("db", 4, 4, 1));
    store.queues().setPool("db", 2);
    succeed(session, NO_ROOM, holders.subList(0, 1));
    assertThat(next()).as("it has become smaller").isEmpty();
    succeed(session, NO_ROOM, holders.subList(1, 2));
    assertThat(next()).hasSize(1);
    assertThat(store.queues().removePool("db")).isTrue();
    assertThat(store.queues().removePool("db")).isFalse();
  }

  @Test
  void whatADeadWorkerHeldIsGivenBackOnce() {
    List<RunId> runs = runs(Plans.chain(1), 2);
    ask(next(), slots("a", 1));
    WorkSession victim = session("victim");
    List<Claimed> lost = claim(victim, 10);
    assertThat(victim.begin(lost)).hasSize(1);
    victim.end();
    store.upkeep().returnOrphans();
    victim.close();
    List<Claimed> both = next();
    assertThat(runsOf(both)).containsExactlyInAnyOrder(runs.get(0).value(), runs.get(1).value());
    Claimed again = both.stream().filter(one -> one.work().tries().lost() == 1).findFirst().get();
    assertThat(session.begin(both))
        .as("the other one holds it")
        .hasSize(1)
        .doesNotContainKey(again);
    ask(List.of(again), slots("a", 1));
    assertThat(next()).isEmpty();
    succeed(session, NO_ROOM, both.stream().filter(one -> one != again).toList());
    assertThat(runsOf(next())).containsExactly(again.work().runId());
  }

  @Test
  void whatIsGivenBackBeforeItBeganAsksAnew() {
    runs(Plans.chain(1), 2);
    ask(next(), slots("a", 1));
    List<Claimed> through = next();
    record(session, NO_ROOM, new Outcome.GivenBack(false), through.get(0));
    List<Claimed> both = next();
    assertThat(both).hasSize(2);
    assertThat(session.begin(both)).hasSize(1);
  }

  @Test
  void aCancelledRunHoldsOnUntilItHasStoppedAndOneThatWaitsWaitsNoMore() {
    List<RunId> runs = runs(Plans.chain(1), 3);
    ask(next(), slots("a", 1));
    List<Claimed> holder = next();
    begin(holder.get(0));
    store.runs().cancel(runs.subList(0, 2));
    assertThat(next()).isEmpty();
    assertThat(session.halted()).isEqualTo(holder);
    record(session, NO_ROOM, new Outcome.Cancelled(), holder.get(0));
    assertThat(runsOf(next())).containsExactly(runs.get(2).value());
  }

  @Test
  void whatHasNotBegunIsFreeAsSoonAsItsRunIsCancelled() {
    List<RunId> runs = runs(Plans.chain(1), 2);
    ask(next(), slots("a", 1));
    store.runs().cancel(runs.subList(0, 1));
    assertThat(runsOf(next())).containsExactly(runs.get(1).value());
  }

  @Test
  void whatIsThrownAwayWhenItIsClaimedGivesBackWhatItHeld() {
    Plans plans = Plans.named("two");
    plans.task(0, "s0", "work", List.of());
    plans.task(0, "s1", "work", List.of());
    RunId run = runs(plans.plan(), 1).get(0);
    ask(next(), slots("a", 1));
    store.runs().cancelStep(run, "s0", List.of());
    List<Claimed> other = new ArrayList<>(next());
    other.addAll(next());
    assertThat(other).extracting(one -> one.work().ref().step()).containsExactly(1);
    assertThat(begin(other.get(0))).isEqualTo(new Entry.Through());
  }

  @Test
  void aStartCountsForItsTimeWhateverBecomesOfIt() {
    runs(Plans.chain(1), 3);
    Recorded asked = ask(next(), starts(2, HOUR));
    assertThat(asked.nextDelay()).isBetween(0L, HOUR);
    List<Claimed> first = next();
    assertThat(first).hasSize(2);
    assertThat(store.upkeep().endWindows().next()).as("neither has begun").isEqualTo(-1);
    assertThat(session.begin(first)).hasSize(2);
    succeed(session, NO_ROOM, first);
    assertThat(next()).isEmpty();
    assertThat(store.upkeep().endWindows().moved()).isZero();
    assertThat(store.upkeep().endWindows().next()).isBetween(1L, HOUR);
  }

  @Test
  void aStartThatWasNotUsedDoesNotCount() {
    runs(Plans.chain(1), 2);
    ask(next(), starts(1, HOUR));
    List<Claimed> through = next();
    record(session, NO_ROOM, new Outcome.GivenBack(false), through.get(0));
    assertThat(next()).hasSize(2);
  }

  @Test
  void whoWaitsForARateStartsWhenItsTimeIsOver() {
    runs(Plans.chain(1), 2);
    ask(next(), starts(1, 30));
    List<Claimed> first = next();
    assertThat(first).hasSize(1);
    session.begin(first);
    List<Claimed> second = new ArrayList<>();
    Await.until(
        () -> {
          store.upkeep().endWindows();
          second.addAll(next());
          return !second.isEmpty();
        });
    assertThat(second).hasSize(1);
  }

  @Test
  void aQueueHasLimitsOfItsOwn() {
    int queue = queues.get(0);
    assertThat(board().limited()).isEmpty();
    store.queues().setQueue("default", before -> before.withSlots(1));
    assertThat(board().limited()).containsExactly(queue);
    runs(Plans.chain(1), 3);
    ask(next());
    List<Claimed> first = next();
    assertThat(first).hasSize(1);
    assertThat(begin(first.get(0))).isEqualTo(new Entry.Through());
    assertThat(store.queues().queues())
        .containsExactly(new Queues.Queue("default", Queues.Settings.NONE.withSlots(1), 0, 2, 1));
    store.queues().setQueue("default", before -> before.withRate(2, Duration.ofHours(1)));
    succeed(session, NO_ROOM, first);
    List<Claimed> second = next();
    assertThat(second).hasSize(1);
    session.begin(second);
    store.queues().setQueue("default", before -> before.withSlots(0));
    assertThat(next()).as("the second start").hasSize(1);
    runs(Plans.chain(1), 1);
    ask(next());
    assertThat(next()).as("would be the third").isEmpty();
    store.queues().setQueue("default", before -> Queues.Settings.NONE);
    assertThat(next()).hasSize(1);
    assertThat(board().limited()).isEmpty();
  }

  private QueueStore.Board board() {
    return store.queues().board(List.of("default"), List.of());
  }

  @Test
  void nobodyServesAQueueThatIsPaused() {
    store.queues().setRole("night", List.of("default"));
    store.queues().setQueue("default", before -> before.withPaused(true));
    assertThat(board().served()).isEmpty();
    assertThat(store.queues().board(List.of(), List.of("night")).served()).isEmpty();
    store.queues().setQueue("default", before -> before.withPaused(false));
    assertThat(board().served()).isEqualTo(queues);
    assertThat(store.queues().board(List.of(), List.of("night")).served()).isEqualTo(queues);
    assertThat(store.queues().names()).isIn(Map.of(), Map.of(queues.get(0), "default"));
  }

  @Test
  void whatHasFoundItsQueueIsThereAndNoAttemptWasMade() {
    RunId run = runs(Plans.chain(1), 1).get(0);
    int other = store.plans().queue("other");
    Recorded routed = record(session, NO_ROOM, new Outcome.Routed(other), next().get(0));
    assertThat(routed.queues()).containsExactly(other);
    assertThat(next()).isEmpty();
    assertThat(step(run).attempts()).isZero();
    List<Claimed> there = session.claimReady(List.of(other), 10);
    assertThat(there.get(0).queue()).isEqualTo(other);
    assertThat(there.get(0).work().tries()).isEqualTo(Tries.FIRST);
  }

  @Test
  void oneThatWaitsTooLongForALimitFails() {
    Plans plans = Plans.named("late");
    plans.task(
        0,
        "a",
        Plans.spec("work"),
        Map.of(),
        List.of(),
        RetryPolicy.NONE,
        new Timeouts(0, 0, 200, 0));
    List<RunId> runs = runs(plans.plan(), 2);
    ask(next(), slots("a", 1));
    List<Claimed> holder = next();
    assertThat(holder).hasSize(1);
    begin(holder.get(0));
    Await.until(
        () -> {
          store.upkeep().endOverdue();
          return view(runs.get(1)).summary().state() == RunState.FAILED;
        });
    assertThat(step(runs.get(1)).error().name()).isEqualTo(TaskError.TIMEOUT);
    assertThat(view(runs.get(0)).summary().state()).isEqualTo(RunState.RUNNING);
    succeed(session, NO_ROOM, holder);
    assertThat(next()).isEmpty();
  }
}
