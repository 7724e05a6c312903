package dev.jobc.plan;

import dev.jobc.expr.PlanExpr;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Steps that run one body again and again; every turn is an instance of the body's graph. */
public sealed interface Repeat extends Control {

  /**
   * Runs its body until a condition holds, at least once. Inside the body {@link PlanExpr.Item} is
   * the state of the turn, an object by name, and {@link PlanExpr.Ordinal} its number. A body that
   * fails fails the loop. From outside, an output of the body is the one of the last turn; the
   * outputs of the loop itself are the state after it.
   *
   * @param state what the first turn gets, evaluated among the loop's siblings
   * @param next what the following turn gets, evaluated in the turn that has ended; the same names
   * @param until evaluated in the turn that has ended; null to go on for {@code maxIterations}
   * @param maxIterations at least 1; when {@code until} still doesn't hold after so many, the step
   *     fails with {@code LoopLimit}
   * @param delay milliseconds between two turns
   * @param body index of the body's graph
   */
  record Loop(
      Head head,
      Map<String, PlanExpr> state,
      Map<String, PlanExpr> next,
      @Nullable PlanExpr until,
      int maxIterations,
      long delay,
      int body)
      implements Repeat {
    public Loop {
      state = Collections.unmodifiableMap(new LinkedHashMap<>(state));
      next = Collections.unmodifiableMap(new LinkedHashMap<>(next));
    }
  }

  /**
   * Asks again until the answer is yes, and holds no worker between two questions. Its outputs are
   * those of the body's last turn.
   *
   * @param body index of a graph with one task
   * @param every milliseconds between the end of a turn and the next, at least 1
   * @param timeout milliseconds from the first turn after which the step fails with {@code
   *     Timeout}; 0 for no limit
   * @param until evaluated in a turn that succeeded; a turn that fails then fails the step. Null
   *     when success itself is the answer; a failure then means "not yet".
   */
  record Poll(Head head, int body, long every, long timeout, @Nullable PlanExpr until)
      implements Repeat {}
}
