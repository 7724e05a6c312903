package dev.jobc.executor.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.executor.RunState;
import dev.jobc.executor.RunView;
import dev.jobc.executor.StepState;
import dev.jobc.executor.inprocess.RegisteredRunner;
import dev.jobc.executor.runner.TaskCall;
import dev.jobc.executor.testing.Plans;
import dev.jobc.expr.PlanExpr;
import dev.jobc.json.Json;
import dev.jobc.plan.Fan;
import dev.jobc.plan.Flow;
import dev.jobc.plan.Handlers;
import dev.jobc.plan.Head;
import dev.jobc.plan.JoinRule;
import dev.jobc.plan.ResultFrom;
import dev.jobc.plan.RetryPolicy;
import dev.jobc.plan.TaskSpec;
import dev.jobc.plan.Timeouts;
import dev.jobc.type.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a saga has done is undone on a real server: what, in which order, with which values. */
class SagaTest {
  private static final List<String> RAN = Collections.synchronizedList(new ArrayList<>());
  private static final Type INT = Type.Simple.INT;

  /** Counts its calls, and says which one this is. */
  private static final TaskSpec TAKE =
      Plans.spec("take", List.of(), List.of(Plans.param("id", INT)), List.of());

  private static final TaskSpec GIVE =
      Plans.spec("give", List.of(Plans.param("id", INT)), List.of(), List.of());
  private static final TaskSpec BAD = Plans.spec("bad", List.of(), List.of(), List.of("Odd"));

  private static final CountDownLatch STUCK = new CountDownLatch(1);

  private static int taken;
  private static TestEngine engine;

  @BeforeAll
  static void start() {
    engine =
        new TestEngine(
            Map.of(
                "take", SagaTest::take,
                "give", SagaTest::give,
                "note", SagaTest::note,
                "endless", call -> TestEngine.hang(STUCK::countDown, () -> {}),
                "go", SagaTest::go,
                "bad", SagaTest::bad));
    engine.engine().startWorker(EngineTest.settings("w1", 4));
  }

  private static synchronized Json.Obj take(TaskCall call) {
    taken++;
    RAN.add("take " + taken);
    return Json.object().put("id", taken).build();
  }

  private static Json.Obj give(TaskCall call) throws RegisteredRunner.TaskFailure {
    long id = ((Json.Int) call.inputs().get("id")).value();
    RAN.add("give " + id);
    if (id == 2) {
      throw new RegisteredRunner.TaskFailure("Odd", "keeps nothing else from being undone");
    }
    return TestEngine.NOTHING;
  }

  private static Json.Obj note(TaskCall call) {
    RAN.add(call.facts().get("JOBC_STEP"));
    return TestEngine.NOTHING;
  }

  private static Json.Obj go(TaskCall call) throws InterruptedException {
    STUCK.await();
    return TestEngine.NOTHING;
  }

  private static Json.Obj bad(TaskCall call) throws RegisteredRunner.TaskFailure {
    throw new RegisteredRunner.TaskFailure("Odd", "not today");
  }

  @AfterAll
  static void stop() {
    engine.close();
  }

  @BeforeEach
  void reset() {
    RAN.clear();
    taken = 0;
  }

  private static Head head(String id, List<Integer> needs, @Nullable Integer compensate) {
    return new Head(
        id,
        needs,
        "test.yaml:1:1",
        JoinRule.ALL_SUCCESS,
        null,
        false,
        compensate,
        false,
        List.of());
  }

  private static Flow.Block block(Head head, int body, Handlers handlers, int tries, boolean saga) {
    RetryPolicy retry = Plans.retry(tries, 1);
    return new Flow.Block(head, body, handlers, retry, Timeouts.NONE, saga, ResultFrom.ALL);
  }

  /** Takes something, and gives back the very thing it took. */
  private static int take(Plans plans, int graph, String id, List<Integer> needs) {
    int undo = plans.graph();
    int node = plans.task(graph, head(id, needs, undo), TAKE, RetryPolicy.NONE);
    PlanExpr given = new PlanExpr.Field(new PlanExpr.StepOutputs(graph, node), "id");
    plans.task(
        undo, "undo_" + id, GIVE, Map.of("id", given), List.of(), RetryPolicy.NONE, Timeouts.NONE);
    return node;
  }

  private static void note(Plans plans, int graph, String id) {
    plans.task(graph, head(id, List.of(), null), Plans.spec("note"), RetryPolicy.NONE);
  }

  @Test
  void everyTryIsUndoneNewestFirstThenTheHandlersRun() throws Exception {
    Plans plans = Plans.named("saga");
    int body = plans.graph();
    int clause = plans.graph();
    int last = plans.graph();
    int first = take(plans, body, "first", List.of());
    int second = take(plans, body, "second", List.of(first));
    plans.task(body, head("third", List.of(second), null), BAD, RetryPolicy.NONE);
    note(plans, clause, "caught");
    note(plans, last, "last");
    Handlers handlers = new Handlers(List.of(new Handlers.Catch(List.of("Odd"), clause)), last);
    plans.node(0, block(head("saga", List.of(), null), body, handlers, 2, true));
    RunView view = engine.run(plans.plan());
    assertThat(RAN)
        .containsExactly(
            "take 1", "take 2", "give 2", "give 1", "take 3", "take 4", "give 4", "give 3",
            "caught", "last");
    assertThat(view.summary().state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(state(view, "undo_second")).isEqualTo(StepState.FAILED);
    assertThat(state(view, "undo_first")).isEqualTo(StepState.SUCCEEDED);
  }

  private static StepState state(RunView view, String id) {
    return view.steps().stream()
        .filter(step -> step.id().equals(id))
        .findFirst()
        .orElseThrow()
        .state();
  }

  /** More than are looked for at once, half of them in an inner block, which is undone whole. */
  @Test
  void whatIsInMapsAndBlocksIsUndoneAsItWasDone() throws Exception {
    Plans plans = Plans.named("items");
    int body = plans.graph();
    int items = plans.graph();
    int inner = plans.graph();
    int whole = plans.graph();
    take(plans, items, "taken", List.of());
    plans.node(items, block(head("inner", List.of(0), whole), inner, Handlers.NONE, 1, false));
    take(plans, inner, "unseen", List.of());
    note(plans, whole, "whole");
    List<Json> list = Collections.nCopies(40, Json.of(1L));
    plans.map(body, "map", List.of(), new PlanExpr.Const(Json.array(list)), items, 1);
    plans.task(body, head("bad", List.of(0), null), BAD, RetryPolicy.NONE);
    plans.node(0, block(head("saga", List.of(), null), body, Handlers.NONE, 1, true));
    RunView view = engine.run(plans.plan());
    assertThat(view.summary().state()).isEqualTo(RunState.FAILED);
    List<String> undone = RAN.subList(80, RAN.size());
    List<String> expected = new ArrayList<>();
    for (int item = 39; item >= 0; item--) {
      expected.add("whole[" + item + "]");
      expected.add("give " + (2 * item + 1));
    }
    assertThat(undone).isEqualTo(expected);
    assertThat(state(view, "undo_unseen")).isEqualTo(StepState.SKIPPED);
  }

  @Test
  void aSagaThatLosesARaceIsUndoneBeforeTheRaceEnds() throws Exception {
    Plans plans = Plans.named("loser");
    int loser = plans.graph();
    int winner = plans.graph();
    int body = plans.graph();
    int taken = take(plans, body, "taken", List.of());
    plans.task(body, head("stuck", List.of(taken), null), Plans.spec("endless"), RetryPolicy.NONE);
    plans.node(loser, block(head("saga", List.of(), null), body, Handlers.NONE, 1, true));
    plans.task(winner, head("go", List.of(), null), Plans.spec("go"), RetryPolicy.NONE);
    plans.node(
        0,
        new Fan.Race(
            head("race", List.of(), null),
            List.of(new Fan.Branch("loser", loser), new Fan.Branch("winner", winner))));
    plans.task(0, head("after", List.of(0), null), Plans.spec("note"), RetryPolicy.NONE);
    RunView view = engine.run(plans.plan());
    assertThat(RAN).containsExactly("take 1", "give 1", "after");
    assertThat(view.summary().state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(state(view, "saga")).isEqualTo(StepState.CANCELLED);
  }
}
