package dev.jobc.executor.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.executor.RunState;
import dev.jobc.executor.RunView;
import dev.jobc.executor.TaskError;
import dev.jobc.executor.testing.Plans;
import dev.jobc.expr.PlanExpr;
import dev.jobc.input.Constraints;
import dev.jobc.json.Json;
import dev.jobc.plan.Check;
import dev.jobc.plan.FlowControl;
import dev.jobc.plan.Head;
import dev.jobc.plan.Isolation;
import dev.jobc.plan.Node;
import dev.jobc.plan.Plan;
import dev.jobc.plan.RetryPolicy;
import dev.jobc.plan.TaskPolicy;
import dev.jobc.plan.TaskSpec;
import dev.jobc.plan.Timeouts;
import dev.jobc.type.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a task's author says of its start: checks, limits of inputs, the idempotency key. */
class TaskPolicyTest {
  private static final List<String> KEYS = Collections.synchronizedList(new ArrayList<>());
  private static TestEngine jobc;

  @BeforeAll
  static void start() {
    jobc =
        new TestEngine(
            Map.of(
                "work",
                call -> {
                  KEYS.add(call.facts().get("JOBC_IDEMPOTENCY_KEY"));
                  return TestEngine.NOTHING;
                }));
    jobc.engine().startWorker(EngineTest.settings("w", 2));
  }

  @AfterAll
  static void stop() {
    jobc.close();
  }

  @BeforeEach
  void forget() {
    KEYS.clear();
  }

  private static TaskPolicy policy(List<Check> checks, @Nullable PlanExpr key) {
    return new TaskPolicy(
        null,
        List.of(),
        FlowControl.NONE,
        Isolation.NONE,
        checks,
        null,
        null,
        null,
        null,
        key,
        Map.of(),
        "");
  }

  /** One step whose input {@code n} is that of the workflow. */
  private static Plan plan(Constraints constraints, RetryPolicy retry, TaskPolicy policy) {
    Plans plans = Plans.named("limited");
    plans.input("n", Type.Simple.INT, null);
    TaskSpec.Param given = new TaskSpec.Param("n", Type.Simple.INT, null, constraints);
    plans.task(
        0,
        Head.of("a", List.of(), "t.yaml:1:1"),
        Plans.spec("work", List.of(given), List.of(), List.of()),
        retry);
    Node.Task task = (Node.Task) plans.at(0, 0);
    plans.replace(
        0,
        0,
        new Node.Task(
            task.head(),
            task.task(),
            Map.of("n", new PlanExpr.WorkflowInput("n")),
            retry,
            Timeouts.NONE,
            "default",
            5,
            policy));
    return plans.plan();
  }

  private static RunView run(Plan plan, long n) throws InterruptedException {
    return jobc.ended(jobc.submit(plan, Json.object().put("n", n).build()));
  }

  private static Check.That less(long limit) {
    PlanExpr n = new PlanExpr.TaskInput("n");
    return new Check.That(
        new PlanExpr.Call("less_int", List.of(n, new PlanExpr.Const(Json.of(limit)))),
        new PlanExpr.Template(List.of(n, new PlanExpr.Const(Json.of(" is not below " + limit)))),
        "t.yaml:2:2");
  }

  @Test
  void theFirstCheckThatDoesNotHoldFailsTheTaskBeforeItBegins() throws Exception {
    RetryPolicy often = Plans.retry(5, 1);
    Plan plan = plan(Constraints.NONE, often, policy(List.of(less(9), less(5)), null));
    RunView view = run(plan, 7);
    assertThat(view.summary().state()).isEqualTo(RunState.FAILED);
    assertThat(view.steps().getFirst().error())
        .isEqualTo(new TaskError("CheckFailed", "7 is not below 5"));
    assertThat(view.steps().getFirst().attempts()).isEqualTo(1);
    assertThat(KEYS).isEmpty();
    assertThat(run(plan, 4).summary().state()).isEqualTo(RunState.SUCCEEDED);
  }

  @Test
  void anInputOutsideItsLimitsIsRefused() throws Exception {
    Constraints small = new Constraints(null, null, Json.of(5L), null, null, List.of());
    Plan plan = plan(small, RetryPolicy.NONE, TaskPolicy.NONE);
    assertThat(run(plan, 7).steps().getFirst().error().message())
        .isEqualTo("input `n` must be at most 5, not 7");
    assertThat(run(plan, 5).summary().state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(KEYS).hasSize(1);
  }

  @Test
  void theAuthorsKeyIsTheTasks() throws Exception {
    PlanExpr key =
        new PlanExpr.Template(
            List.of(new PlanExpr.Const(Json.of("order-")), new PlanExpr.TaskInput("n")));
    run(plan(Constraints.NONE, RetryPolicy.NONE, policy(List.of(), key)), 7);
    assertThat(KEYS).containsExactly("order-7");
  }
}
