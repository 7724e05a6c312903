package dev.jobc.executor.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.executor.RunState;
import dev.jobc.executor.RunView;
import dev.jobc.executor.StepState;
import dev.jobc.executor.inprocess.RegisteredRunner;
import dev.jobc.executor.testing.Plans;
import dev.jobc.expr.PlanExpr;
import dev.jobc.json.Json;
import dev.jobc.plan.Flow;
import dev.jobc.plan.Handlers;
import dev.jobc.plan.Head;
import dev.jobc.plan.Repeat;
import dev.jobc.plan.ResultFrom;
import dev.jobc.plan.RetryPolicy;
import dev.jobc.plan.Timeouts;
import dev.jobc.type.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Steps that run a graph again and again: loops, polls, blocks that are tried again. */
class RepeatTest {
  private static final PlanExpr NO = new PlanExpr.Const(Json.FALSE);
  private static final List<String> RAN = Collections.synchronizedList(new ArrayList<>());

  private static TestEngine engine;

  @BeforeAll
  static void start() {
    engine =
        new TestEngine(
            Map.of(
                "work",
                call -> {
                  RAN.add(call.facts().get("JOBC_STEP"));
                  return TestEngine.NOTHING;
                },
                "bad",
                call -> {
                  RAN.add(call.facts().get("JOBC_STEP"));
                  throw new RegisteredRunner.TaskFailure("Odd", "not today");
                }));
    engine.engine().startWorker(EngineTest.settings("w1", 4));
  }

  @AfterAll
  static void stop() {
    engine.close();
  }

  @BeforeEach
  void reset() {
    RAN.clear();
  }

  private static RunView run(Plans plans) throws InterruptedException {
    return engine.run(plans.plan());
  }

  private static RunView.Step step(RunView view, String id) {
    return view.steps().stream().filter(step -> step.id().equals(id)).findFirst().orElseThrow();
  }

  private static Head head(String id, List<Integer> needs) {
    return Head.of(id, needs, "test.yaml:1:1");
  }

  private static void good(Plans plans, int graph, Head head) {
    plans.task(graph, head, Plans.spec("work"), RetryPolicy.NONE);
  }

  private static void bad(Plans plans, int graph, Head head) {
    plans.task(
        graph, head, Plans.spec("bad", List.of(), List.of(), List.of("Odd")), RetryPolicy.NONE);
  }

  private static PlanExpr field(PlanExpr object, String name) {
    return new PlanExpr.Field(object, name);
  }

  @Test
  void aLoopCarriesItsStateFromTurnToTurn() throws Exception {
    Plans plans = Plans.named("loop");
    int body = plans.graph();
    good(plans, body, head("turn", List.of()));
    PlanExpr n = field(new PlanExpr.Item(body), "n");
    PlanExpr next = new PlanExpr.Call("add_int", List.of(n, new PlanExpr.Const(Json.of(10L))));
    PlanExpr until = new PlanExpr.Call("equal", List.of(n, new PlanExpr.Const(Json.of(20L))));
    plans.node(
        0,
        new Repeat.Loop(
            head("loop", List.of()),
            Map.of("n", new PlanExpr.Const(Json.of(0L))),
            Map.of("n", next),
            until,
            5,
            20,
            body));
    plans.output("n", Type.Simple.INT, field(new PlanExpr.StepOutputs(0, 0), "n"));
    RunView view = run(plans);
    assertThat(view.summary().state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(RAN).containsExactly("turn[0]", "turn[1]", "turn[2]");
    assertThat(view.outputs()).isEqualTo(Json.object().put("n", 30L).build());
  }

  @Test
  void aLoopWhoseConditionNeverHoldsFails() throws Exception {
    Plans plans = Plans.named("limit");
    int body = plans.graph();
    good(plans, body, head("turn", List.of()));
    plans.node(0, new Repeat.Loop(head("loop", List.of()), Map.of(), Map.of(), NO, 2, 0, body));
    RunView view = run(plans);
    assertThat(step(view, "loop").error().name()).isEqualTo("LoopLimit");
    assertThat(RAN).containsExactly("turn[0]", "turn[1]");
  }

  @Test
  void aPollAsksUntilTheAnswerIsYesOrTheTimeIsOver() throws Exception {
    Plans plans = Plans.named("poll");
    int yes = plans.graph();
    int no = plans.graph();
    good(plans, yes, head("yes", List.of()));
    bad(plans, no, head("no", List.of()));
    PlanExpr third =
        new PlanExpr.Call(
            "equal", List.of(new PlanExpr.Ordinal(yes), new PlanExpr.Const(Json.of(2L))));
    plans.node(0, new Repeat.Poll(head("asked", List.of()), yes, 10, 60_000, third));
    plans.node(0, new Repeat.Poll(head("late", List.of(0)), no, 50, 200, null));
    RunView view = run(plans);
    assertThat(step(view, "asked").state()).isEqualTo(StepState.SUCCEEDED);
    assertThat(step(view, "late").error().name()).isEqualTo("Timeout");
    assertThat(RAN).startsWith("yes[0]", "yes[1]", "yes[2]", "no[0]");
  }

  @Test
  void aPollThatBeginsTheRunHasItsTimeAndTakesItsTurns() throws Exception {
    Plans plans = Plans.named("first");
    int no = plans.graph();
    good(plans, no, head("no", List.of()));
    plans.node(0, new Repeat.Poll(head("late", List.of()), no, 60_000, 200, NO));
    RunView view = run(plans);
    assertThat(step(view, "late").error().name()).isEqualTo("Timeout");
    assertThat(RAN).containsExactly("no[0]");
  }

  @Test
  void theTimeOfABlockThatBeginsTheRunIsCountedFromThere() throws Exception {
    Plans plans = Plans.named("again");
    int body = plans.graph();
    bad(plans, body, head("tried", List.of()));
    RetryPolicy thrice =
        new RetryPolicy(
            3,
            RetryPolicy.Backoff.CONSTANT,
            1,
            1,
            0,
            RetryPolicy.Jitter.NONE,
            60_000,
            List.of(),
            List.of());
    plans.node(
        0,
        new Flow.Block(
            head("block", List.of()),
            body,
            Handlers.NONE,
            thrice,
            Timeouts.NONE,
            false,
            ResultFrom.ALL));
    assertThat(run(plans).summary().state()).isEqualTo(RunState.FAILED);
    assertThat(RAN).containsExactly("tried", "tried~2", "tried~3");
  }
}
