package dev.jobc.executor.engine;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jobc.executor.EngineException;
import dev.jobc.executor.testing.Plans;
import dev.jobc.expr.PlanExpr;
import dev.jobc.json.Json;
import dev.jobc.plan.Fan;
import dev.jobc.plan.Flow;
import dev.jobc.plan.Handlers;
import dev.jobc.plan.Head;
import dev.jobc.plan.Node;
import dev.jobc.plan.ResultFrom;
import dev.jobc.plan.RetryPolicy;
import dev.jobc.plan.SubWorkflow;
import dev.jobc.plan.Timeouts;
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
  void everyKindOfStepIsRun() {
    PlanExpr one = new PlanExpr.Const(Json.of(1L));
    Plans plans = Plans.named("control");
    int body = plans.graph();
    plans.node(0, new Fan.MapReduce(head("b"), one, one, body, null, body));
    plans.node(0, new SubWorkflow(head("c"), "finance", "load", null, "0".repeat(64), Map.of()));
    plans.node(0, new Node.ForEach(head("d"), one, body, 1, 9, one, 2, false));
    plans.node(0, new Fan.Spawn(head("e"), one, List.of(new Fan.Branch("t", body)), 9));
    assertThatCode(() -> Unrunnable.check(plans.plan())).doesNotThrowAnyException();
  }

  private static Head head(String id) {
    return Head.of(id, List.of(), id + ".yaml:1:1");
  }

  @Test
  void everyConstructIsNamedWithItsPlace() {
    Plans plans = Plans.named("special");
    int body = plans.graph();
    Timeouts limits = new Timeouts(0, 0, 1_000, 0);
    plans.node(
        0,
        new Flow.Block(
            Head.of("a", List.of(), "special.yaml:7:5"),
            body,
            Handlers.NONE,
            RetryPolicy.NONE,
            limits,
            true,
            ResultFrom.ALL));
    assertThatThrownBy(() -> Unrunnable.check(plans.plan()))
        .isInstanceOf(EngineException.class)
        .hasMessage("this release cannot run `timeout` at special.yaml:7:5");
  }
}
