package dev.jobc.plan;

import dev.jobc.expr.PlanExpr;
import dev.jobc.type.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Steps that wait for something outside the run and hold no worker meanwhile. */
public sealed interface Pause extends Control {

  /**
   * What happens when nobody answered in time: the step fails with {@code Timeout}, or it fails
   * with {@code Denied}, or it succeeds as approved, or it succeeds without an answer.
   */
  enum OnTimeout {
    FAIL,
    DENY,
    APPROVE,
    CONTINUE
  }

  /**
   * Waits for a time.
   *
   * @param time a timestamp, or a duration that begins when the step starts
   */
  record Wait(Head head, boolean until, PlanExpr time) implements Pause {}

  /**
   * Waits for a signal to the run. The outputs are {@code received}, and what came with it: the
   * fields of a record, or {@code value}.
   *
   * @param signal the signal's name
   * @param type what must come with it, null for nothing
   * @param timeout milliseconds, 0 to wait as long as the run lives
   * @param onTimeout {@code FAIL} or {@code CONTINUE}
   */
  record WaitFor(Head head, String signal, @Nullable Type type, long timeout, OnTimeout onTimeout)
      implements Pause {}

  /**
   * Waits for a person. The outputs are {@code approved}, {@code by} and the fields of the form; a
   * denial fails the step with {@code Denied}.
   *
   * @param prompt the question, a string
   * @param form what the person fills in
   * @param timeout milliseconds, 0 to wait as long as the run lives
   */
  record Approval(
      Head head, PlanExpr prompt, List<Plan.Input> form, long timeout, OnTimeout onTimeout)
      implements Pause {
    public Approval {
      form = List.copyOf(form);
    }
  }
}
