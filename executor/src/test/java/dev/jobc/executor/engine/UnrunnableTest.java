package dev.jobc.executor.engine;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jobc.executor.EngineException;
import dev.jobc.executor.testing.Plans;
import dev.jobc.expr.PlanExpr;
import dev.jobc.json.Json;
import dev.jobc.plan.Head;
import dev.jobc.plan.JoinRule;
import dev.jobc.plan.Node;
import java.util.List;
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
