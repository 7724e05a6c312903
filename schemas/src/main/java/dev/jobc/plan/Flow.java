package dev.jobc.plan;

import dev.jobc.expr.PlanExpr;
import dev.jobc.json.Json;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Steps that choose a path, end one, or hold one together. */
public sealed interface Flow extends Control {

  /**
   * A block that starts, fails and is tried again as one. Its error is the one of the first of its
   * steps that failed.
   *
   * @param body index of its graph
   * @param handlers run once, when the last try of the body has ended
   * @param retry of the body as a whole, from the beginning
   * @param timeouts of each try of the body
   * @param saga when the body fails, its completed steps are compensated, newest first, before the
   *     handlers run
   */
  record Block(
      Head head,
      int body,
      Handlers handlers,
      RetryPolicy retry,
      Timeouts timeouts,
      boolean saga,
      ResultFrom resultFrom)
      implements Flow {}

  /**
   * Runs the graph of one case.
   *
   * @param subject a value of an enum, or a bool
   * @param cases no value in two of them
   * @param otherwise index of the graph for every other value, null when there is none
   */
  record Switch(Head head, PlanExpr subject, List<Case> cases, @Nullable Integer otherwise)
      implements Flow {
    public Switch {
      cases = List.copyOf(cases);
    }
  }

  /** A value of the subject and the graph to run for it, which may have no nodes. */
  record Case(Json value, int body) {}

  /** Fails with an error of its own. */
  record Fail(Head head, String error, PlanExpr message) implements Flow {}

  /**
   * Ends the run as succeeded, with these outputs; what is under way is cancelled, and enclosing
   * blocks run their {@code finally}.
   *
   * @param outputs every output of the workflow by name
   */
  record Return(Head head, Map<String, PlanExpr> outputs) implements Flow {
    public Return {
      outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
    }
  }
}
