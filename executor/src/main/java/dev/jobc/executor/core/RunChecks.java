package dev.jobc.executor.core;

import dev.jobc.executor.TaskError;
import dev.jobc.expr.PlanExpr;
import dev.jobc.plan.Check;
import dev.jobc.plan.Flow;
import dev.jobc.plan.FlowControl;
import dev.jobc.plan.Head;
import dev.jobc.plan.Isolation;
import dev.jobc.plan.JoinRule;
import dev.jobc.plan.Node;
import dev.jobc.plan.Plan;
import dev.jobc.plan.RetryPolicy;
import dev.jobc.plan.TaskPolicy;
import dev.jobc.plan.Timeouts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The checks of a workflow as a graph, one step after the other: an expression is a step that fails
 * unless it holds, a program is a task that is guarded by it and does nothing else.
 */
final class RunChecks {
  private static final String DEFAULT_QUEUE = "default";
  private static final int DEFAULT_PRIORITY = 5;

  private RunChecks() {}

  /** Without nodes when the workflow has no checks. */
  static Plan.Graph graph(Plan plan) {
    List<Node> nodes = new ArrayList<>();
    for (Check check : plan.policy().checks()) {
      nodes.add(node(plan, check, nodes.size()));
    }
    return new Plan.Graph(nodes);
  }

  private static Node node(Plan plan, Check check, int number) {
    return switch (check) {
      case Check.That that -> {
        PlanExpr broken = new PlanExpr.Call("not", List.of(that.that()));
        yield new Flow.Fail(head(check, number, broken), TaskError.CHECK_FAILED, that.message());
      }
      case Check.Program program -> {
        Node.Task where = where(plan);
        yield new Node.Task(
            head(check, number, null),
            program.task(),
            Map.of(),
            RetryPolicy.NONE,
            Timeouts.NONE,
            where == null ? DEFAULT_QUEUE : where.queue(),
            where == null ? DEFAULT_PRIORITY : where.priority(),
            guarded(check));
      }
    };
  }

  /** The first step of the workflow that runs a task: its worker has what the others have too. */
  private static Node.@Nullable Task where(Plan plan) {
    return plan.graphs().stream()
        .flatMap(graph -> graph.nodes().stream())
        .filter(Node.Task.class::isInstance)
        .map(Node.Task.class::cast)
        .findFirst()
        .orElse(null);
  }

  private static Head head(Check check, int number, @Nullable PlanExpr when) {
    return new Head(
        "check" + (number + 1),
        number == 0 ? List.of() : List.of(number - 1),
        check.source(),
        JoinRule.NONE_FAILED,
        when,
        false,
        null,
        false,
        List.of());
  }

  private static TaskPolicy guarded(Check check) {
    TaskPolicy none = TaskPolicy.NONE;
    return new TaskPolicy(
        null,
        none.runsOn(),
        FlowControl.NONE,
        Isolation.NONE,
        List.of(check),
        null,
        null,
        null,
        null,
        null,
        none.labels(),
        none.owner());
  }
}
