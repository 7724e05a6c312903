package dev.jobc.executor.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jobc.executor.RunId;
import dev.jobc.executor.RunState;
import dev.jobc.executor.RunView;
import dev.jobc.executor.StepState;
import dev.jobc.executor.TaskError;
import dev.jobc.executor.core.StepRef;
import dev.jobc.executor.core.Tries;
import dev.jobc.executor.store.Upkeep.SessionBeat;
import dev.jobc.executor.testing.Plans;
import dev.jobc.expr.PlanExpr;
import dev.jobc.json.Json;
import dev.jobc.plan.Flow;
import dev.jobc.plan.Handlers;
import dev.jobc.plan.Head;
import dev.jobc.plan.Node;
import dev.jobc.plan.ResultFrom;
import dev.jobc.plan.RetryPolicy;
import dev.jobc.plan.TaskPolicy;
import dev.jobc.plan.Timeouts;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What every store promises of sessions that end, are lost or live. */
public abstract class SessionContract extends StoreSuite {

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
}
