package dev.jobc.executor.engine;

import dev.jobc.executor.testing.Plans;
import dev.jobc.expr.PlanExpr;
import dev.jobc.json.Json;
import dev.jobc.plan.FlowControl;
import dev.jobc.plan.FlowControl.Concurrency;
import dev.jobc.plan.FlowControl.Concurrency.OnLimit;
import dev.jobc.plan.FlowControl.Pool;
import dev.jobc.plan.FlowControl.RateLimit;
import dev.jobc.plan.Head;
import dev.jobc.plan.Isolation;
import dev.jobc.plan.Node;
import dev.jobc.plan.Plan;
import dev.jobc.plan.RetryPolicy;
import dev.jobc.plan.RunPolicy;
import dev.jobc.plan.TaskPolicy;
import dev.jobc.plan.TaskPolicy.QueueChoice;
import dev.jobc.plan.Timeouts;
import dev.jobc.type.Type;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Plans of one task, {@code work}, with limits. */
final class LimitedPlans {
  private LimitedPlans() {}

  static FlowControl concurrency(int limit, OnLimit onLimit, @Nullable PlanExpr key) {
    return new FlowControl(new Concurrency(key, limit, onLimit), null, null);
  }

  static FlowControl pool(String name, int slots) {
    return new FlowControl(null, new Pool(name, slots), null);
  }

  static FlowControl rate(int limit, long per, @Nullable PlanExpr key) {
    return new FlowControl(
        null, null, new RateLimit(new PlanExpr.Const(Json.of((long) limit)), per, key));
  }

  static Plan plan(String name, FlowControl flow) {
    return plan(name, flow, null, "default", 5, Timeouts.NONE, RetryPolicy.NONE);
  }

  /** The same plan with limits, or a time, for its runs. */
  static Plan ofRuns(Plan plan, FlowControl flow, long timeout) {
    RunPolicy policy =
        new RunPolicy(
            timeout,
            RetryPolicy.NONE,
            flow.concurrency(),
            flow.rateLimit(),
            List.of(),
            RunPolicy.Budget.NONE);
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
        policy,
        plan.handlers(),
        plan.resultFrom());
  }

  static Plan ofRuns(Plan plan, FlowControl flow) {
    return ofRuns(plan, flow, 0);
  }

  static PlanExpr inputKey() {
    return new PlanExpr.WorkflowInput("key");
  }

  static Plan plan(
      String name,
      FlowControl flow,
      @Nullable QueueChoice choice,
      String queue,
      int priority,
      Timeouts timeouts,
      RetryPolicy retry) {
    Plans plans = Plans.named(name);
    plans.input("key", Type.Simple.STRING, new PlanExpr.Const(Json.of("none")));
    plans.task(0, name, "work", List.of());
    plans.replace(0, 0, task(name, flow, choice, queue, priority, timeouts, retry));
    return plans.plan();
  }

  /** A step that runs the first task of its plan. */
  static Node.Task task(String name, FlowControl flow) {
    return task(name, flow, null, "default", 5, Timeouts.NONE, RetryPolicy.NONE);
  }

  private static Node.Task task(
      String name,
      FlowControl flow,
      @Nullable QueueChoice choice,
      String queue,
      int priority,
      Timeouts timeouts,
      RetryPolicy retry) {
    return new Node.Task(
        Head.of(name, List.of(), "limited.yaml:4:5"),
        0,
        Map.of(),
        retry,
        timeouts,
        queue,
        priority,
        policy(flow, choice));
  }

  private static TaskPolicy policy(FlowControl flow, @Nullable QueueChoice choice) {
    return new TaskPolicy(
        choice,
        List.of(),
        flow,
        Isolation.NONE,
        List.of(),
        null,
        null,
        null,
        null,
        null,
        Map.of(),
        "");
  }
}
