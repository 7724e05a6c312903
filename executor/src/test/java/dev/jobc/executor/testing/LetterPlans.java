package dev.jobc.executor.testing;

import dev.jobc.expr.PlanExpr;
import dev.jobc.json.Json;
import dev.jobc.plan.FlowControl;
import dev.jobc.plan.Head;
import dev.jobc.plan.Isolation;
import dev.jobc.plan.Node;
import dev.jobc.plan.RetryPolicy;
import dev.jobc.plan.TaskPolicy;
import dev.jobc.plan.TaskPolicy.DeadLetter;
import dev.jobc.plan.Timeouts;
import java.util.List;
import java.util.Map;

/** Tasks with {@code deadLetter: save}. */
public final class LetterPlans {
  private static final TaskPolicy SAVE =
      new TaskPolicy(
          null,
          List.of(),
          FlowControl.NONE,
          Isolation.NONE,
          List.of(),
          DeadLetter.SAVE,
          null,
          null,
          null,
          null,
          Map.of(),
          "");

  private LetterPlans() {}

  /** Adds a task of that name that is kept when it fails for good. */
  public static int saved(
      Plans plans, int graph, String id, String task, RetryPolicy retry, Integer... needs) {
    Head head = Head.of(id, List.of(needs), "letters.yaml:4:5");
    int number = plans.task(graph, head, Plans.spec(task), retry);
    Node.Task made = (Node.Task) plans.at(graph, number);
    plans.replace(
        graph,
        number,
        new Node.Task(
            made.head(), made.task(), Map.of(), retry, Timeouts.NONE, "default", 5, SAVE));
    return number;
  }

  /** A map over three items whose only step is one that is kept. */
  public static Plans map(String name, String task) {
    Plans plans = Plans.named(name);
    int body = plans.graph();
    saved(plans, body, "load", task, RetryPolicy.NONE);
    plans.map("each", List.of(), items(), body, 3);
    return plans;
  }

  private static PlanExpr items() {
    return new PlanExpr.Const(Json.array(List.of(Json.of("a"), Json.of("b"), Json.of("c"))));
  }
}
