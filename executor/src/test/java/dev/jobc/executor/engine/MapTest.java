package dev.jobc.executor.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.executor.RunState;
import dev.jobc.executor.RunView;
import dev.jobc.executor.StepState;
import dev.jobc.executor.testing.Plans;
import dev.jobc.expr.PlanExpr;
import dev.jobc.json.Json;
import dev.jobc.json.JsonText;
import dev.jobc.plan.Head;
import dev.jobc.plan.Node;
import dev.jobc.plan.Plan;
import dev.jobc.plan.RetryPolicy;
import dev.jobc.plan.TaskSpec;
import dev.jobc.plan.Timeouts;
import dev.jobc.type.Type;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Maps with keys, in batches, and to the last item, on a real server. */
class MapTest {
  private static final int ONE_AT_A_TIME = 1;

  private static TestEngine jobc;

  @BeforeAll
  static void start() {
    jobc = new TestEngine(Map.of("echo", call -> echo(call.inputs())));
    jobc.engine().startWorker(EngineTest.settings("w", 4));
  }

  /** Gives back what it is given; fails for "bad". */
  private static Json.Obj echo(Json.Obj inputs) {
    if (inputs.get("x").equals(Json.of("bad"))) {
      throw new IllegalStateException("bad");
    }
    return Json.object().put("y", inputs.get("x")).build();
  }

  @AfterAll
  static void stop() {
    jobc.close();
  }

  private static Plan plan(PlanExpr key, int batch, boolean failFast, Type items) {
    TaskSpec echo =
        Plans.spec(
            "echo",
            List.of(Plans.param("x", Type.Simple.JSON)),
            List.of(Plans.param("y", Type.Simple.JSON)),
            List.of());
    Plans plans = Plans.named("map");
    int body = plans.graph();
    plans.node(
        0,
        new Node.ForEach(
            Head.of("each", List.of(), "test.yaml:1:1"),
            new PlanExpr.WorkflowInput("list"),
            body,
            ONE_AT_A_TIME,
            100,
            key,
            batch,
            failFast));
    plans.task(
        body,
        "item",
        echo,
        Map.of("x", new PlanExpr.Item(body)),
        List.of(),
        RetryPolicy.NONE,
        Timeouts.NONE);
    plans.input("list", new Type.ListOf(items), null);
    plans.output("all", Type.Simple.JSON, new PlanExpr.Gathered(body, 0));
    return plans.plan();
  }

  private static RunView run(Plan plan, String list) throws InterruptedException {
    return jobc.ended(jobc.submit(plan, Json.object().put("list", JsonText.parse(list)).build()));
  }

  private static void assertGives(Plan plan, String list, String expected)
      throws InterruptedException {
    RunView view = run(plan, list);
    assertThat(view.summary().state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(view.outputs().get("all")).isEqualTo(JsonText.parse(expected));
  }

  @Test
  void resultsHaveTheKeysOfTheirItems() throws Exception {
    Plan plan = plan(new PlanExpr.Item(1), 0, true, Type.Simple.STRING);
    assertGives(plan, "[\"b\",\"a\"]", "{\"b\":{\"y\":\"b\"},\"a\":{\"y\":\"a\"}}");
    assertGives(plan, "[]", "{}");
  }

  @Test
  void twoItemsWithOneKeyFailTheStep() throws Exception {
    Plan plan = plan(new PlanExpr.Item(1), 0, true, Type.Simple.STRING);
    RunView view = run(plan, "[\"a\",\"b\",\"a\"]");
    assertThat(view.summary().state()).isEqualTo(RunState.FAILED);
    assertThat(view.steps().getFirst().error().message()).isEqualTo("two items have the key \"a\"");
    assertThat(view.steps().get(1).instances()).isZero();
  }

  @Test
  void itemsComeInBatches() throws Exception {
    Plan plan = plan(null, 2, true, Type.Simple.INT);
    assertGives(plan, "[1,2,3,4,5]", "[{\"y\":[1,2]},{\"y\":[3,4]},{\"y\":[5]}]");
  }

  @Test
  void allItemsRunWhenTheAuthorWantsIt() throws Exception {
    String list = "[\"a\",\"bad\",\"c\",\"bad\",\"e\"]";
    RunView all = run(plan(null, 0, false, Type.Simple.STRING), list);
    assertThat(all.summary().state()).isEqualTo(RunState.FAILED);
    assertThat(all.steps().get(1).attempts()).isEqualTo(5);
    RunView fast = run(plan(null, 0, true, Type.Simple.STRING), list);
    assertThat(fast.summary().state()).isEqualTo(RunState.FAILED);
    assertThat(fast.steps().get(1).attempts()).isEqualTo(2);
    assertThat(fast.steps().get(0).state()).isEqualTo(StepState.FAILED);
  }
}
