package dev.jobc.executor.engine;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jobc.executor.EngineException;
import dev.jobc.executor.testing.Plans;
import dev.jobc.expr.PlanExpr;
import dev.jobc.json.Json;
import dev.jobc.plan.Fan;
import dev.jobc.plan.Handlers;
import dev.jobc.plan.Head;
import dev.jobc.plan.JoinRule;
import dev.jobc.plan.Node;
import dev.jobc.plan.Plan;
import dev.jobc.plan.Repeat;
import dev.jobc.plan.ResultFrom;
import dev.jobc.plan.SubWorkflow;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UnrunnableTest {
  @Test
  void whatEveryPlanHasIsRun() {
    Plans plans = Plans.named("plain");
    plans.task(0, "a", "work", List.of());
    plans.join(0, "b", List.of(0));
    assertThatCode(() -> Unrunnable.check(plans.plan())).doesNotThrowAnyException();
  }

  @Test
  void controlStepsAreNamedByTheirKeys() {
    PlanExpr one = new PlanExpr.Const(Json.of(1L));
    Plans plans = Plans.named("control");
    int body = plans.graph();
    plans.node(0, new Repeat.Loop(head("a"), Map.of(), Map.of(), null, 2, 0, body));
    plans.node(0, new Fan.MapReduce(head("b"), one, one, body, null, body));
    plans.node(0, new SubWorkflow(head("c"), "finance", "load", null, "0".repeat(64), Map.of()));
    plans.node(0, new Node.ForEach(head("d"), one, body, 1, 9, one, 2, false));
    assertThatThrownBy(() -> Unrunnable.check(plans.plan()))
        .hasMessage(
            "this release cannot run `loop` at a.yaml:1:1, `mapReduce` at b.yaml:1:1,"
                + " `uses: workflow:finance/load` at c.yaml:1:1, `key` at d.yaml:1:1,"
                + " `batch` at d.yaml:1:1, `failFast: false` at d.yaml:1:1");
  }

  @Test
  void theHandlersOfAWorkflowAreFoundByTheirFirstStep() {
    Plans plans = Plans.named("handled");
    plans.task(0, "a", "work", List.of());
    int clause = plans.graph();
    plans.node(clause, new Node.Join(head("b")));
    int last = plans.graph();
    Handlers handlers = new Handlers(List.of(new Handlers.Catch(List.of(), clause)), last);
    Plan plan = with(plans.plan(), handlers);
    assertThatThrownBy(() -> Unrunnable.check(plan))
        .hasMessage(
            "this release cannot run `catch` of the workflow at b.yaml:1:1,"
                + " `finally` of the workflow at test.yaml,"
                + " `resultFrom` of the workflow in test.yaml");
  }

  private static Plan with(Plan plan, Handlers handlers) {
    return new Plan(
        plan.version(),
        plan.language(),
        plan.name(),
        plan.namespace(),
        plan.description(),
        plan.labels(),
        plan.inputs(),
        plan.outputs(),
        plan.graphs(),
        plan.tasks(),
        plan.bundles(),
        plan.sourceDigest(),
        plan.owner(),
        plan.secrets(),
        plan.triggers(),
        plan.policy(),
        handlers,
        ResultFrom.LEAVES);
  }

  private static Head head(String id) {
    return Head.of(id, List.of(), id + ".yaml:1:1");
  }

  @Test
  void everyConstructIsNamedWithItsPlace() {
    Plans plans = Plans.named("special");
    plans.task(0, "a", "work", List.of());
    plans.node(
        0,
        new Node.Join(
            new Head(
                "b",
                List.of(0),
                "special.yaml:7:5",
                JoinRule.ALL_DONE,
                new PlanExpr.Const(Json.TRUE),
                true,
                null,
                false,
                List.of())));
    assertThatThrownBy(() -> Unrunnable.check(plans.plan()))
        .isInstanceOf(EngineException.class)
        .hasMessage(
            "this release cannot run `if` at special.yaml:7:5,"
                + " `triggerRule: all_done` at special.yaml:7:5,"
                + " `continueOnError` at special.yaml:7:5");
  }
}
