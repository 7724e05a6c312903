package dev.jobc.executor.schedule;

import dev.jobc.executor.InvalidInputException;
import dev.jobc.executor.RunId;
import dev.jobc.executor.RunState;
import dev.jobc.expr.RunFact;
import dev.jobc.json.Json;
import dev.jobc.plan.Trigger;
import dev.jobc.plan.Trigger.Recurrence.Semantics;
import dev.jobc.type.TypeCheck;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A trigger fires, for a run.
 *
 * @param facts what expressions of the run can name, by name of the fact: {@code trigger}, and of a
 *     time {@code scheduledAt}, {@code logicalDate} and {@code interval}
 */
public record Firing(Trigger trigger, Instant firedAt, Json.Obj facts) {

  /** At a time of a calendar. */
  public static Firing at(Trigger trigger, Rule rule, Instant time, Instant firedAt) {
    Instant before = rule.times().before(time);
    // The first time of all has none before it: an interval of no length.
    Instant start = before == null ? time : before;
    boolean ofInterval = rule.recurrence().semantics() == Semantics.INTERVAL_END;
    String kind = trigger instanceof Trigger.Schedule ? "schedule" : "interval";
    Json.Obj facts =
        Json.object()
            .put(RunFact.SCHEDULED_AT.word(), time.toString())
            .put(RunFact.LOGICAL_DATE.word(), (ofInterval ? start : time).toString())
            .put(
                RunFact.INTERVAL.word(),
                Json.object().put("start", start.toString()).put("end", time.toString()).build())
            .put(
                RunFact.TRIGGER.word(),
                told(kind, firedAt).put("scheduledAt", time.toString()).build())
            .build();
    return new Firing(trigger, firedAt, facts);
  }

  /**
   * At the end of a run of another workflow.
   *
   * @param outputs null when it has none to give, because it did not succeed
   */
  public static Firing after(
      Trigger.Completion trigger,
      RunId run,
      RunState state,
      Json.@Nullable Obj outputs,
      Instant firedAt) {
    Json.Obj told =
        told("workflow", firedAt)
            .put("workflow", trigger.workflow())
            .put("runId", run.toString())
            .put("state", state.word())
            .put("outputs", outputs == null ? Json.NULL : outputs)
            .build();
    Json.Obj facts = Json.object().put(RunFact.TRIGGER.word(), told).build();
    return new Firing(trigger, firedAt, facts);
  }

  /**
   * On an event.
   *
   * @throws InvalidInputException when its body is not of the type that the trigger wants
   */
  public static Firing on(Trigger.Event trigger, Json body, Instant firedAt) {
    TypeCheck.Result checked = TypeCheck.check("the event", trigger.body(), body);
    if (!checked.ok()) {
      throw new InvalidInputException(checked.problems().stream().map(Object::toString).toList());
    }
    Json.Obj told =
        told("event", firedAt).put("body", checked.value()).put("topic", trigger.topic()).build();
    return new Firing(trigger, firedAt, Json.object().put(RunFact.TRIGGER.word(), told).build());
  }

  /** When a condition has come to hold. */
  public static Firing when(Trigger.Condition trigger, Instant firedAt) {
    Json.Obj told = told("condition", firedAt).build();
    return new Firing(trigger, firedAt, Json.object().put(RunFact.TRIGGER.word(), told).build());
  }

  private static Json.ObjectBuilder told(String kind, Instant firedAt) {
    return Json.object().put("kind", kind).put("firedAt", firedAt.toString());
  }
}
