package dev.jobc.executor.schedule;

import dev.jobc.expr.RunFact;
import dev.jobc.json.Json;
import dev.jobc.plan.Trigger;
import dev.jobc.plan.Trigger.Recurrence.Semantics;
import java.time.Instant;

/** A time of a trigger that gets a run. */
public record Firing(Trigger trigger, Rule rule, Instant time, Instant firedAt) {

  /**
   * What expressions of the run can name, by name of the fact: {@code scheduledAt}, {@code
   * logicalDate}, {@code interval} and {@code trigger}.
   */
  public Json.Obj facts() {
    Instant before = rule.times().before(time);
    // The first time of all has none before it: an interval of no length.
    Instant start = before == null ? time : before;
    boolean ofInterval = rule.recurrence().semantics() == Semantics.INTERVAL_END;
    return Json.object()
        .put(RunFact.SCHEDULED_AT.word(), time.toString())
        .put(RunFact.LOGICAL_DATE.word(), (ofInterval ? start : time).toString())
        .put(
            RunFact.INTERVAL.word(),
            Json.object().put("start", start.toString()).put("end", time.toString()).build())
        .put(
            RunFact.TRIGGER.word(),
            Json.object()
                .put("kind", trigger instanceof Trigger.Schedule ? "schedule" : "interval")
                .put("firedAt", firedAt.toString())
                .put("scheduledAt", time.toString())
                .build())
        .build();
  }
}
