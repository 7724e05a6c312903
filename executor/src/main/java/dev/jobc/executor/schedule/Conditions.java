package dev.jobc.executor.schedule;

import dev.jobc.expr.Environment;
import dev.jobc.expr.EvaluationException;
import dev.jobc.expr.Evaluator;
import dev.jobc.expr.PlanExpr;
import dev.jobc.expr.RunFact;
import dev.jobc.json.Json;
import dev.jobc.plan.Handlers;
import dev.jobc.plan.Head;
import dev.jobc.plan.Node;
import dev.jobc.plan.Plan;
import dev.jobc.plan.ResultFrom;
import dev.jobc.plan.RetryPolicy;
import dev.jobc.plan.RunPolicy;
import dev.jobc.plan.Timeouts;
import dev.jobc.plan.Trigger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Asks conditions: expressions at once, programs by a run of their own. */
public final class Conditions {
  /** A program that runs longer can't be asked. */
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  /** That of a task whose author says nothing. */
  private static final int PRIORITY = 5;

  private Conditions() {}

  /**
   * Whether an expression holds.
   *
   * @throws EvaluationException when it can't be told
   */
  public static boolean holds(Plan plan, PlanExpr that, Instant now) throws EvaluationException {
    return Evaluator.evaluate(that, new Moment(plan, now)).equals(Json.TRUE);
  }

  /** A plan of one step, the program; it succeeds when the condition holds. */
  public static Plan probe(Plan plan, Trigger.Condition trigger, int task) {
    Node step =
        new Node.Task(
            Head.of("condition", List.of(), trigger.source()),
            task,
            Map.of(),
            RetryPolicy.NONE,
            new Timeouts(PATIENCE.toMillis(), 0, 0, 0),
            "default",
            PRIORITY);
    return new Plan(
        plan.version(),
        plan.language(),
        // No author's name has a dot.
        plan.name() + ".condition",
        plan.namespace(),
        "",
        Map.of(),
        List.of(),
        List.of(),
        List.of(new Plan.Graph(List.of(step))),
        plan.tasks(),
        plan.bundles(),
        plan.sourceDigest(),
        plan.owner(),
        plan.secrets(),
        List.of(),
        RunPolicy.NONE,
        Handlers.NONE,
        ResultFrom.ALL);
  }

  /** All that a condition sees. */
  private record Moment(Plan plan, Instant now) implements Environment {
    @Override
    public Json runFact(String name) throws EvaluationException {
      if (name.equals(RunFact.NOW.word())) {
        return Json.of(now.toString());
      }
      if (name.equals(RunFact.NAME.word())) {
        return Json.of(plan.name());
      }
      throw new EvaluationException("run." + name + " is not known before there is a run");
    }
  }
}
