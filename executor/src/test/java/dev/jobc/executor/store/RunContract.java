package dev.jobc.executor.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jobc.executor.EngineException;
import dev.jobc.executor.Revision;
import dev.jobc.executor.RunFilter;
import dev.jobc.executor.RunId;
import dev.jobc.executor.RunState;
import dev.jobc.executor.RunView;
import dev.jobc.executor.StepState;
import dev.jobc.executor.TaskError;
import dev.jobc.executor.core.StepRef;
import dev.jobc.executor.testing.Plans;
import dev.jobc.expr.PlanExpr;
import dev.jobc.input.Constraints;
import dev.jobc.json.Json;
import dev.jobc.plan.Head;
import dev.jobc.plan.Plan;
import dev.jobc.plan.Provenance;
import dev.jobc.plan.RetryPolicy;
import dev.jobc.plan.SubWorkflow;
import dev.jobc.plan.TaskSpec;
import dev.jobc.plan.Timeouts;
import dev.jobc.type.Type;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What every store promises of runs that others call or take up, and of their time limits. */
public abstract class RunContract extends StoreSuite {
  private static final Outcome FAILED = new Outcome.Failed(new TaskError("Unexpected", "no"));

  private static final byte[] ITEMS = "[1,2]".getBytes(StandardCharsets.UTF_8);

  private NewRun callee() {
    int plan = store.plans().keepPlan(Plans.chain(1), Map.of()).number();
    return new NewRun(plan, NO_INPUTS, "");
  }

  private RunId caller() {
    Plans plans = Plans.named("caller");
    Head head = Head.of("call", List.of(), "caller.yaml:1:1");
    plans.node(0, new SubWorkflow(head, "default", "chain1", null, "", Map.of()));
    return runs(plans.plan(), 1).get(0);
  }

  @Test
  void aCallStartsOneRunAndItsEndPutsTheStepBack() {
    RunId caller = caller();
    Claimed step = claim(session, 10).get(0);
    RunId called = store.runs().call(step.work(), callee()).orElseThrow();
    assertThat(store.runs().call(step.work(), callee())).as("again").contains(called);
    assertThat(store.runs().called(caller, step.work().ref())).contains(called);
    record(session, NO_ROOM, new Outcome.Paused(-1, null), step);
    List<Claimed> inner = claim(session, 10);
    assertThat(inner).extracting(one -> one.work().runId()).containsExactly(called.value());
    succeed(session, NO_ROOM, inner);
    List<Claimed> back = claim(session, 10);
    assertThat(back).extracting(one -> one.work().ref()).containsExactly(step.work().ref());
    assertThat(succeed(session, NO_ROOM, back).ended()).containsExactly(caller.value());
  }

  @Test
  void aGivenIdStandsForOneRunOfOneContent() {
    byte[] content = {1, 2};
    NewRun one = callee().named(new NewRun.Given("order", content));
    RunId run = store.runs().createRuns(List.of(one)).getFirst();
    assertThat(store.runs().createRuns(List.of(callee(), one)).get(1)).isEqualTo(run);
    assertThat(store.runs().named("order")).contains(run);
    assertThat(store.runs().named("other")).isEmpty();
    assertThat(view(run).summary().given()).isEqualTo("order");
    assertThat(store.runs().count(RunFilter.ALL)).isEqualTo(2);
    NewRun other = callee().named(new NewRun.Given("order", new byte[] {3}));
    assertThatThrownBy(() -> store.runs().createRuns(List.of(callee(), other)))
        .isInstanceOf(EngineException.class);
    assertThat(store.runs().count(RunFilter.ALL)).isEqualTo(2);
  }

  @Test
  void aCancelledRunTakesThoseWithItThatItHasCalled() {
    RunId caller = caller();
    Claimed step = claim(session, 10).get(0);
    RunId called = store.runs().call(step.work(), callee()).orElseThrow();
    record(session, NO_ROOM, new Outcome.Paused(-1, null), step);
    store.runs().cancel(List.of(caller));
    assertThat(view(called).summary().state()).isEqualTo(RunState.CANCELLED);
    assertThat(claim(session, 10)).isEmpty();
    assertThat(store.runs().call(step.work(), callee())).as("too late").isEmpty();
  }

  @Test
  void secretsOfARunAreNotShown() {
    Plans plans = Plans.named("guarded").bounded("p", Type.Simple.SECRET, Constraints.NONE);
    plans.task(0, "s", "work", List.of());
    int number = store.plans().keepPlan(plans.plan(), Map.of()).number();
    byte[] inputs = "{\"p\":\"hunter2\"}".getBytes(StandardCharsets.UTF_8);
    RunId run = store.runs().createRuns(List.of(new NewRun(number, inputs, ""))).get(0);
    assertThat(view(run).inputs()).isEqualTo(Json.object().put("p", "***").build());
  }

  private static final Outcome.Spawned.Calls NONE = new Outcome.Spawned.Calls(0, bytes("[]"));

  private static byte[] bytes(String json) {
    return json.getBytes(StandardCharsets.UTF_8);
  }

  private RunId caller(int most) {
    Plans plans = Plans.named("caller");
    int again = plans.graph();
    int leaf = plans.graph();
    TaskSpec spec =
        Plans.spec("work")
            .calling(
                new TaskSpec.Spawn(
                    List.of(new TaskSpec.Callee("again", again), new TaskSpec.Callee("leaf", leaf)),
                    most));
    plans.task(0, "call", spec, Map.of(), List.of(), RetryPolicy.NONE, Timeouts.NONE);
    plans.task(again, "again", spec, Map.of(), List.of(), RetryPolicy.NONE, Timeouts.NONE);
    plans.task(leaf, "leaf", "work", List.of());
    return runs(plans.plan(), 1).get(0);
  }

  private static Outcome calls(int again, int leaves) {
    return new Outcome.Called(OUTPUTS, List.of(calls(again), leaves == 0 ? NONE : calls(leaves)));
  }

  private static Outcome.Spawned.Calls calls(int size) {
    return new Outcome.Spawned.Calls(size, bytes("[" + "{},".repeat(size - 1) + "{}]"));
  }

  private byte[] given(RunId run) {
    var step = new ValueStore.Address(run.value(), new StepRef(0, 0));
    return store.values().outputs(List.of(step)).get(step);
  }

  @Test
  void callsOfCodeAndTheirCallsEndBeforeTheStepDoes() {
    RunId run = caller(3);
    record(session, NO_ROOM, calls(1, 1), claim(session, 10).get(0));
    List<Claimed> below = claim(session, 10);
    assertThat(below).hasSize(2);
    Claimed again = below.stream().filter(one -> one.work().ref().scope() == 1).findFirst().get();
    Claimed leaf = below.stream().filter(one -> one != again).findFirst().get();
    record(session, NO_ROOM, calls(1, 0), again);
    assertThat(succeed(session, NO_ROOM, List.of(leaf)).ended()).isEmpty();
    List<Claimed> last = claim(session, 10);
    assertThat(last).hasSize(1);
    assertThat(succeed(session, NO_ROOM, last).ended()).containsExactly(run.value());
    assertThat(view(run).summary().state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(given(run)).isEqualTo(OUTPUTS);
  }

  @Test
  void whatACallerHasGivenIsGoneWhenACallFails() {
    RunId run = caller(3);
    record(session, NO_ROOM, calls(1, 1), claim(session, 10).get(0));
    List<Claimed> below = claim(session, 10);
    record(session, NO_ROOM, FAILED, below.get(0));
    record(session, NO_ROOM, FAILED, below.get(1));
    assertThat(view(run).summary().state()).isEqualTo(RunState.FAILED);
    assertThat(given(run)).isNull();
  }

  @Test
  void tooManyCallsOfCallsFailTheOneThatMakesThem() {
    RunId run = caller(3);
    record(session, NO_ROOM, calls(1, 1), claim(session, 10).get(0));
    for (Claimed one : claim(session, 10)) {
      record(
          session,
          NO_ROOM,
          one.work().ref().scope() == 1 ? calls(2, 0) : new Outcome.Succeeded(null),
          one);
    }
    RunView view = view(run);
    assertThat(view.summary().state()).isEqualTo(RunState.FAILED);
    assertThat(view.steps().get(1).error().name()).isEqualTo(TaskError.OUTPUT_TYPE_ERROR);
  }

  private RunId resume(RunId run) {
    return store.runs().resume(run, Set.of(), (plan, inputs, directory, start) -> RunNeeds.NONE);
  }

  @Test
  void whatTakesUpARunKeepsWhatHasSucceeded() {
    RunId first = runs(Plans.chain(3), 1).get(0);
    assertThatThrownBy(() -> resume(first)).isInstanceOf(EngineException.class);
    succeed(session, NO_ROOM, claim(session, 10));
    record(session, NO_ROOM, FAILED, claim(session, 10).get(0));
    RunId second = resume(first);
    assertThatThrownBy(() -> resume(first))
        .as("it is being taken up")
        .isInstanceOf(EngineException.class);
    List<Claimed> rest = claim(session, 10);
    assertThat(rest).extracting(one -> one.work().ref().step()).containsExactly(1);
    var kept = new ValueStore.Address(second.value(), new StepRef(0, 0));
    assertThat(store.values().outputs(List.of(kept)).get(kept)).isEqualTo(OUTPUTS);
    assertThat(store.values().origins(List.of(second.value())))
        .containsEntry(second.value(), first.value());
    RunView view = view(second);
    assertThat(view.resumes()).isEqualTo(first);
    assertThat(view.steps().get(0).state()).isEqualTo(StepState.SUCCEEDED);
    assertThat(view(first).resumedBy()).containsExactly(second);
    assertThat(view(first).summary().state()).isEqualTo(RunState.FAILED);
  }

  /** A task, then a map of two items, and what needs both. */
  private static Plans mapped(String... first) {
    Plans plans = Plans.named("mapped");
    for (String id : first) {
      plans.task(0, id, "work", List.of());
    }
    return plans;
  }

  @Test
  void aRunOfAnotherPlanKeepsWhatStandsUnderItsNewNumbers() {
    Plans before = mapped("gone", "stays");
    int body = before.graph();
    before.task(body, "item", "work", List.of());
    before.map("each", List.of(1), new PlanExpr.Const(Json.NULL), body, 10);
    before.task(0, "last", "work", List.of(0, 2));
    RunId first = runs(before.plan(), 1).get(0);
    List<Claimed> two = claim(session, 10);
    assertThat(two).hasSize(2);
    succeed(session, NO_ROOM, two);
    Claimed map = claim(session, 10).get(0);
    record(session, NO_ROOM, new Outcome.Opened(body, -1, 2, 0, ITEMS), map);
    succeed(session, NO_ROOM, claim(session, 10));
    record(session, NO_ROOM, FAILED, claim(session, 10).get(0));
    assertThat(view(first).summary().state()).isEqualTo(RunState.FAILED);

    Plans after = mapped("added", "more", "stays");
    after.graph();
    int moved = after.graph();
    after.task(moved, "item", "work", List.of());
    after.map("each", List.of(2), new PlanExpr.Const(Json.NULL), moved, 10);
    after.task(0, "last", "work", List.of(0, 1, 3));
    Provenance commit = new Provenance(null, "3".repeat(40));
    int number = store.plans().keepPlan(after.plan(), Map.of()).number();
    Onto onto = new Onto(number, NO_INPUTS, Map.of(2, 1, 3, 2, 4, 3), Map.of(body, moved), commit);
    RunId second =
        store
            .runs()
            .resume(first, Set.of(), onto, (plan, inputs, directory, start) -> RunNeeds.NONE);
    RunView view = view(second);
    assertThat(view.provenance()).isEqualTo(commit);
    assertThat(view.resumes()).isEqualTo(first);
    assertThat(view.steps())
        .extracting(step -> step.id() + " " + step.state().word() + " " + step.instances())
        .containsExactly(
            "added ready 1",
            "more ready 1",
            "stays succeeded 1",
            "each succeeded 1",
            "item succeeded 2",
            "last waiting 1");
    var kept = new ValueStore.Address(second.value(), new StepRef(0, 2));
    assertThat(store.values().outputs(List.of(kept)).get(kept)).isEqualTo(OUTPUTS);
    List<Claimed> rest = claim(session, 10);
    assertThat(rest).extracting(one -> one.work().ref().step()).containsExactlyInAnyOrder(0, 1);
    succeed(session, NO_ROOM, rest);
    succeed(session, NO_ROOM, claim(session, 10));
    assertThat(view(second).summary().state()).isEqualTo(RunState.SUCCEEDED);
  }

  @Test
  void aRunKnowsTheCommitItsPlanCameFromAndSoDoesWhatTakesItUp() {
    Provenance commit = new Provenance("https://host/flows.git", "1".repeat(40));
    Provenance later = new Provenance(null, "2".repeat(40));
    StoredPlan one = store.plans().keepPlan(Plans.chain(2), Map.of(), commit);
    StoredPlan same = store.plans().keepPlan(Plans.chain(2), Map.of(), later);
    assertThat(same.digest()).as("the same source is the same plan").isEqualTo(one.digest());
    NewRun run = new NewRun(one.number(), NO_INPUTS, "");
    List<RunId> runs =
        store.runs().createRuns(List.of(run.from(commit), run, run.from(later), run.from(commit)));
    assertThat(runs)
        .extracting(id -> view(id).provenance())
        .containsExactly(commit, null, later, commit);
    List<Claimed> work = claim(session, 10);
    assertThat(work).hasSize(4);
    for (Claimed other : work) {
      record(session, NO_ROOM, FAILED, other);
    }
    assertThat(runs)
        .extracting(id -> view(resume(id)).provenance())
        .containsExactly(commit, null, later, commit);
  }

  @Test
  void aRevisionIsNeverOverwritten() {
    Provenance commit = new Provenance("https://host/flows.git", "1".repeat(40));
    Plan first = Plans.chain(1);
    Plan second = Plans.named("chain1").plan();
    String one = store.plans().keepPlan(first, Map.of(), commit).digest();
    store.plans().keepPlan(first, Map.of(), new Provenance(null, "2".repeat(40)));
    String two = store.plans().keepPlan(second, Map.of()).digest();
    store.plans().keepPlan(first, Map.of());
    store.plans().keepPlan(Plans.chain(2), Map.of(), commit);
    List<Revision> revisions = store.plans().revisions("default", "chain1");
    assertThat(revisions).extracting(Revision::number).containsExactly(3, 2, 1);
    assertThat(revisions).extracting(Revision::planId).containsExactly(one, two, one);
    assertThat(revisions).extracting(Revision::provenance).containsExactly(null, null, commit);
    assertThat(store.plans().findRevision("default", "chain1", null)).contains(revisions.get(0));
    assertThat(store.plans().findRevision("default", "chain1", 1)).contains(revisions.get(2));
    assertThat(store.plans().findRevision("default", "chain1", 4)).isEmpty();
    assertThat(store.plans().revisions("default", "nothing")).isEmpty();
    assertThat(store.plans().newest())
        .extracting(revision -> revision.workflow() + " " + revision.number())
        .containsExactly("default/chain1 3", "default/chain2 1");
  }

  @Test
  void endsWhatHasWaitedForAWorkerTooLongAndNothingThatAWorkerHas() throws InterruptedException {
    Plans plans = Plans.named("queued");
    Timeouts limit = new Timeouts(0, 0, 50, 0);
    plans.task(0, "a", Plans.spec("work"), Map.of(), List.of(), RetryPolicy.NONE, limit);
    List<RunId> runs = runs(plans.plan(), 2);
    Claimed held = claim(session, 1).get(0);
    assertThat(held.work().runId()).isEqualTo(runs.get(0).value());
    assertThat(overdue().ended()).containsExactly(runs.get(1).value());
    assertThat(view(runs.get(1)).steps().get(0).error().name()).isEqualTo(TaskError.TIMEOUT);
    assertThat(claim(session, 10)).as("nobody gets it any more").isEmpty();
    succeed(session, NO_ROOM, List.of(held));
    assertThat(view(runs.get(0)).summary().state()).isEqualTo(RunState.SUCCEEDED);
  }

  @Test
  void endsARunWhoseTimeIsOver() throws InterruptedException {
    RunId run = runs(Plans.limited(Plans.chain(2), 50), 1).get(0);
    Claimed held = claim(session, 1).get(0);
    assertThat(overdue().ended()).containsExactly(run.value());
    assertThat(session.halted()).containsExactly(held);
    assertThat(view(run).summary().state()).isEqualTo(RunState.FAILED);
    assertThat(view(run).error().name()).isEqualTo(TaskError.TIMEOUT);
  }

  private Recorded overdue() throws InterruptedException {
    for (int look = 0; look < 500; look++) {
      new CountDownLatch(1).await(10, TimeUnit.MILLISECONDS);
      Recorded ended = store.upkeep().endOverdue();
      if (ended != null && !ended.ended().isEmpty()) {
        return ended;
      }
    }
    throw new AssertionError("nothing ends");
  }
}
