package dev.jobc.executor.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.executor.testing.Plans;
import dev.jobc.expr.PlanExpr;
import dev.jobc.plan.Head;
import dev.jobc.plan.JoinRule;
import dev.jobc.plan.RetryPolicy;
import dev.jobc.type.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is kept of a run when another one takes it up. */
class ResumptionTest {
  private static final Ending GOOD = Ending.SUCCEEDED;

  private static List<Integer> kept(Plans plans, Set<Integer> again, @Nullable Ending... endings) {
    List<@Nullable Ending> list = Arrays.asList(endings);
    return Resumption.kept(
            new PlanShape(plans.plan()).root(),
            node -> node < list.size() ? list.get(node) : null,
            again)
        .stream()
        .boxed()
        .toList();
  }

  private static Plans diamond() {
    Plans plans = Plans.named("diamond");
    plans.task(0, "a", "work", List.of());
    plans.task(0, "b", "work", List.of(0));
    plans.task(0, "c", "work", List.of(0));
    plans.task(0, "d", "work", List.of(1, 2));
    return plans;
  }

  @Test
  void whatFailedRunsAgainWithAllThatNeedsIt() {
    assertThat(kept(diamond(), Set.of(), GOOD, GOOD, Ending.FAILED, Ending.PRECLUDED))
        .containsExactly(0, 1);
    assertThat(kept(diamond(), Set.of(), GOOD, GOOD, Ending.CANCELLED, null)).containsExactly(0, 1);
    assertThat(kept(diamond(), Set.of(), GOOD, GOOD, Ending.TOLERATED, GOOD)).containsExactly(0, 1);
  }

  @Test
  void whatWasSkippedStaysSkipped() {
    assertThat(kept(diamond(), Set.of(), GOOD, Ending.DECLINED, GOOD, Ending.FAILED))
        .containsExactly(0, 1, 2);
  }

  @Test
  void whatIsNamedRunsAgainWithAllThatNeedsIt() {
    assertThat(kept(diamond(), Set.of(2), GOOD, GOOD, GOOD, GOOD)).containsExactly(0, 1);
    assertThat(kept(diamond(), Set.of(0), GOOD, GOOD, GOOD, GOOD)).isEmpty();
  }

  @Test
  void outputsAreWorkedOutAnew() {
    Plans plans = diamond();
    plans.output("x", Type.Simple.JSON, new PlanExpr.StepOutputs(0, 0));
    assertThat(kept(plans, Set.of(), GOOD, GOOD, GOOD, GOOD, GOOD)).containsExactly(0, 1, 2, 3);
  }

  @Test
  void whatWasClearedUpIsSetUpAgain() {
    Plans plans = Plans.named("setup");
    plans.task(0, "up", "work", List.of());
    plans.task(0, "used", "work", List.of(0));
    plans.task(0, "broken", "work", List.of(1));
    plans.task(
        0,
        new Head(
            "down",
            List.of(0, 2),
            "t.yaml:1:1",
            JoinRule.ALL_DONE,
            null,
            false,
            null,
            false,
            List.of(0)),
        Plans.spec("work"),
        RetryPolicy.NONE);
    assertThat(kept(plans, Set.of(), GOOD, GOOD, Ending.FAILED, GOOD)).containsExactly(1);
    assertThat(kept(plans, Set.of(), GOOD, GOOD, GOOD, GOOD)).containsExactly(0, 1, 2, 3);
  }
}
