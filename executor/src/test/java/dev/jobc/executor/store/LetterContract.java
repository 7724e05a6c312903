package dev.jobc.executor.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jobc.executor.DeadLetter;
import dev.jobc.executor.DeadLetters;
import dev.jobc.executor.DeadLetters.Filter;
import dev.jobc.executor.EngineException;
import dev.jobc.executor.Retention;
import dev.jobc.executor.RunFilter;
import dev.jobc.executor.RunId;
import dev.jobc.executor.TaskError;
import dev.jobc.executor.testing.LetterPlans;
import dev.jobc.executor.testing.Plans;
import dev.jobc.plan.Head;
import dev.jobc.plan.SubWorkflow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every store promises of tasks that failed for good. */
public abstract class LetterContract extends StoreSuite {
  private static final Outcome FAILED = new Outcome.Failed(new TaskError("Odd", "no"));
  private static final RunNeeds.Source NONE = (plan, inputs, directory, start) -> RunNeeds.NONE;
  private static final Instant LATER = Instant.parse("2050-01-01T00:00:00Z");

  /** A task that is kept after a second attempt, and one beside it that is not. */
  private static Plans pair(String name) {
    Plans plans = Plans.named(name);
    LetterPlans.saved(plans, 0, "load", "load", Plans.retry(2, 0));
    plans.task(0, "other", "plain", List.of());
    return plans;
  }

  /** Ends everything that can be claimed, until nothing can. */
  private void fail(Outcome outcome) {
    for (List<Claimed> work = claim(session, 10); !work.isEmpty(); work = claim(session, 10)) {
      record(session, NO_ROOM, outcome, work.toArray(Claimed[]::new));
      store.upkeep().promoteDue();
    }
  }

  private List<DeadLetter> all() {
    return store.letters().find(Filter.ALL, null, 100);
  }

  private DeadLetters.Retried retry(RunId run, long... letters) {
    Set<Long> ids = new HashSet<>();
    for (long letter : letters) {
      ids.add(letter);
    }
    return store.letters().retry(run, ids, NONE);
  }

  @Test
  void onlyWhatAsksForItIsKeptAndOnlyWhenItIsNotTriedAgain() {
    RunId run = runs(pair("pair").plan(), 1).get(0);
    List<Claimed> first = claim(session, 10);
    List<Boolean> kept = new ArrayList<>();
    record(session, NO_ROOM, FAILED, first.toArray(Claimed[]::new))
        .settled()
        .forEach(one -> kept.add(one.kept()));
    assertThat(all()).as("tried again").isEmpty();
    store.upkeep().promoteDue();
    record(session, NO_ROOM, FAILED, claim(session, 10).toArray(Claimed[]::new))
        .settled()
        .forEach(one -> kept.add(one.kept()));
    DeadLetter letter = all().get(0);
    assertThat(all()).hasSize(1);
    assertThat(letter.run().id()).isEqualTo(run);
    assertThat(letter.step()).isEqualTo("load");
    assertThat(letter.task()).isEqualTo("load");
    assertThat(letter.attempt()).isEqualTo(2);
    assertThat(letter.error()).isEqualTo(new TaskError("Odd", "no"));
    assertThat(letter.source()).isEqualTo("letters.yaml:4:5");
    // A store that is never measured says nothing of what is settled.
    if (!kept.isEmpty()) {
      assertThat(kept.stream().filter(one -> one)).hasSize(1);
    }
  }

  @Test
  void whatSomebodyCancelsIsNotKept() {
    runs(pair("stopped").plan(), 1);
    fail(new Outcome.Failed(new TaskError(TaskError.CANCELLED, "made way")));
    assertThat(all()).isEmpty();
  }

  @Test
  void itsRunCannotBeTakenUpAsLongAsItGoesOn() {
    RunId run = runs(pair("long").plan(), 1).get(0);
    List<Claimed> work = claim(session, 10);
    Claimed load = step(work, 0);
    record(session, NO_ROOM, FAILED, load);
    store.upkeep().promoteDue();
    record(session, NO_ROOM, FAILED, claim(session, 10).get(0));
    long id = all().get(0).id();
    assertThatThrownBy(() -> retry(run, id))
        .isInstanceOf(EngineException.class)
        .hasMessage("run " + run + " goes on; its dead letters can be retried once it has ended");
    assertThat(all()).hasSize(1);
    succeed(session, NO_ROOM, List.of(step(work, 1)));
    DeadLetters.Retried retried = retry(run, id);
    assertThat(retried.letters()).containsExactly(id);
    assertThat(all()).as("its task is done again").isEmpty();
    List<Claimed> again = claim(session, 10);
    assertThat(again).extracting(one -> one.work().runId()).containsOnly(retried.run().value());
    assertThat(again).extracting(one -> one.work().ref().step()).containsExactly(0);
    assertThat(store.values().origins(List.of(retried.run().value())))
        .as("the keys that it had")
        .containsEntry(retried.run().value(), run.value());
    assertThatThrownBy(() -> retry(run, id)).hasMessage("run " + run + " has no dead letter " + id);
  }

  private static Claimed step(List<Claimed> work, int step) {
    return work.stream().filter(one -> one.work().ref().step() == step).findFirst().orElseThrow();
  }

  @Test
  void aRunThatIsTakenUpTakesItsLettersWithIt() {
    RunId run = runs(pair("resumed").plan(), 1).get(0);
    fail(FAILED);
    assertThat(all()).hasSize(1);
    store.runs().resume(run, Set.of(), NONE);
    assertThat(all()).isEmpty();
  }

  @Test
  void theyAreFoundByWorkflowTaskAndAgePageByPage() {
    runs(pair("one").plan(), 2);
    runs(pair("two").plan(), 1);
    fail(FAILED);
    assertThat(all()).extracting(DeadLetter::id).isSortedAccordingTo((a, b) -> Long.compare(b, a));
    Filter one = new Filter(Set.of(), "default", "one", "load", LATER);
    assertThat(store.letters().count(one)).isEqualTo(2);
    List<DeadLetter> page = store.letters().find(one, null, 1);
    assertThat(store.letters().find(one, page.get(0).id(), 5)).hasSize(1);
    assertThat(store.letters().count(new Filter(Set.of(), null, null, "plain", null))).isZero();
    assertThat(store.letters().count(new Filter(Set.of(), "other", null, null, null))).isZero();
    assertThat(store.letters().count(new Filter(Set.of(), null, null, null, Instant.EPOCH)))
        .isZero();
    assertThat(store.letters().discard(one)).isEqualTo(2);
    assertThat(all()).extracting(letter -> letter.run().workflow()).containsExactly("two");
    assertThat(store.letters().discard(Filter.of(all().get(0).id()))).isEqualTo(1);
    assertThat(all()).isEmpty();
  }

  @Test
  void onlyTheNewestAreKeptAndTheyKeepTheirRuns() {
    List<RunId> runs = runs(pair("many").plan(), 3);
    fail(FAILED);
    List<DeadLetter> before = all();
    assertThat(before).hasSize(3);
    Retention everything = new Retention(LATER, RunFilter.ALL);
    assertThat(store.upkeep().cleanable(everything)).isZero();
    assertThat(store.letters().keepNewest(3)).isZero();
    assertThat(store.letters().keepNewest(1)).isEqualTo(2);
    assertThat(all()).containsExactly(before.get(0));
    assertThat(store.upkeep().cleanable(everything)).isEqualTo(2);
    assertThat(store.upkeep().clean(everything).runs()).isEqualTo(2);
    assertThat(runs.stream().filter(run -> store.runs().summary(run).isPresent()))
        .containsExactly(before.get(0).run().id());
    assertThat(all()).as("it can still be read").hasSize(1);
  }

  @Test
  void whatAnotherRunHasCalledIsTakenUpThere() {
    Plans plans = Plans.named("caller");
    Head head = Head.of("call", List.of(), "caller.yaml:1:1");
    plans.node(0, new SubWorkflow(head, "default", "pair", null, "", Map.of()));
    RunId caller = runs(plans.plan(), 1).get(0);
    int number = store.plans().keepPlan(pair("pair").plan(), Map.of()).number();
    Claimed call = claim(session, 10).get(0);
    RunId called = store.runs().call(call.work(), new NewRun(number, NO_INPUTS, "")).orElseThrow();
    record(session, NO_ROOM, new Outcome.Paused(-1, null), call);
    fail(FAILED);
    DeadLetter letter = all().get(0);
    assertThat(letter.run().id()).isEqualTo(called);
    assertThatThrownBy(() -> retry(called, letter.id()))
        .hasMessageContaining("jobc runs resume " + caller);
    assertThat(all()).hasSize(1);
  }

  @Test
  void whatHasNoSuchLetterIsAnError() {
    RunId run = runs(Plans.named("none").plan(), 1).get(0);
    assertThatThrownBy(() -> retry(run, 77)).hasMessage("run " + run + " has no dead letter 77");
    assertThatThrownBy(() -> retry(new RunId(5), 77)).isInstanceOf(EngineException.class);
  }
}
