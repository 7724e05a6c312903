package dev.jobc.compiler.simulate;

import dev.jobc.calendar.Times;
import dev.jobc.expr.PlanExpr;
import dev.jobc.expr.RunFact;
import dev.jobc.json.Json;
import dev.jobc.plan.Plan;
import dev.jobc.plan.Trigger;
import dev.jobc.plan.Trigger.Recurrence.Semantics;
import dev.jobc.type.Type;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a run that never was got started.
 *
 * @param trigger null for a start by hand in a workflow that lists no triggers
 * @param told what {@code trigger.<name>} is
 */
public record Start(@Nullable Trigger trigger, Json.Obj told) {
  /** When nothing else is said. */
  static final Json MIDNIGHT = Json.of("2026-01-01T00:00:00Z");

  static final String KIND = "kind";
  private static final String SCHEDULED_AT = "scheduledAt";
  private static final String FIRED_AT = "firedAt";
  private static final List<String> ENDS = List.of("succeeded", "failed", "cancelled");

  /** What happens when nothing is said: somebody starts it, if that is meant to be. */
  static Start usual(Plan plan) {
    for (Trigger trigger : plan.triggers()) {
      if (trigger instanceof Trigger.Manual) {
        return of(trigger, Map.of());
      }
    }
    return of(plan.triggers().isEmpty() ? null : plan.triggers().getFirst(), Map.of());
  }

  /** A start that tells this, and the usual of the rest. */
  static Start of(@Nullable Trigger trigger, Map<String, Json> said) {
    Map<String, Json> told = new LinkedHashMap<>();
    told.put(KIND, Json.of(kind(trigger)));
    types(trigger).forEach((name, type) -> told.put(name, usual(trigger, name, type)));
    told.putAll(said);
    return new Start(trigger, Json.object(told));
  }

  /** The word for a trigger under {@code triggers}. */
  static String kind(@Nullable Trigger trigger) {
    return switch (trigger) {
      case null -> "manual";
      case Trigger.Manual manual -> "manual";
      case Trigger.Schedule schedule -> "schedule";
      case Trigger.Interval interval -> "interval";
      case Trigger.Webhook webhook -> "webhook";
      case Trigger.Event event -> "event";
      case Trigger.Completion completion -> "workflow";
      case Trigger.Condition condition -> "condition";
    };
  }

  /** What a trigger tells, beside its kind. */
  static Map<String, Type> types(@Nullable Trigger trigger) {
    Map<String, Type> types = new LinkedHashMap<>();
    types.put(FIRED_AT, Type.Simple.TIMESTAMP);
    switch (trigger) {
      case null -> {}
      case Trigger.Schedule schedule -> types.put(SCHEDULED_AT, Type.Simple.TIMESTAMP);
      case Trigger.Interval interval -> types.put(SCHEDULED_AT, Type.Simple.TIMESTAMP);
      case Trigger.Webhook webhook -> {
        types.put("body", webhook.body());
        types.put("headers", new Type.MapOf(Type.Simple.STRING));
      }
      case Trigger.Event event -> {
        types.put("body", event.body());
        types.put("topic", Type.Simple.STRING);
      }
      case Trigger.Completion completion -> {
        types.put("workflow", Type.Simple.STRING);
        types.put("runId", Type.Simple.STRING);
        types.put("state", new Type.EnumOf("", ENDS));
        types.put("outputs", Type.Simple.JSON);
      }
      case Trigger.Manual manual -> {}
      case Trigger.Condition condition -> {}
    }
    return types;
  }

  private static Json usual(@Nullable Trigger trigger, String name, Type type) {
    return switch (name) {
      case FIRED_AT, SCHEDULED_AT -> MIDNIGHT;
      case "headers", "outputs" -> Json.object().build();
      case "topic" -> Json.of(trigger instanceof Trigger.Event event ? event.topic() : "");
      case "workflow" -> Json.of(trigger instanceof Trigger.Completion end ? end.workflow() : "");
      case "state" ->
          Json.of(
              trigger instanceof Trigger.Completion end
                  ? end.states().getFirst().name().toLowerCase(Locale.ROOT)
                  : ENDS.getFirst());
      case "runId" -> Json.of("simulation");
      default -> new Fixtures(Dictionary.NONE).of(type).getFirst();
    };
  }

  /** The inputs that it gives. */
  Map<String, PlanExpr> inputs() {
    return trigger == null ? Map.of() : trigger.inputs();
  }

  /** Whether somebody chose the inputs. */
  boolean byHand() {
    return trigger == null || trigger instanceof Trigger.Manual;
  }

  /** A fact of {@code run}, or {@code trigger}, that only the start knows; null for all others. */
  @Nullable Json fact(RunFact fact) {
    if (fact == RunFact.TRIGGER) {
      return told;
    }
    if (!fact.isOfSchedule()) {
      return null;
    }
    return told.get(SCHEDULED_AT) instanceof Json.Str(String text)
        ? calendar(fact, Instant.parse(text))
        : Json.NULL;
  }

  private Json calendar(RunFact fact, Instant time) {
    Instant before = times(time).before(time);
    Json start = Json.of((before == null ? time : before).toString());
    Json end = Json.of(time.toString());
    return switch (fact) {
      case INTERVAL -> Json.object().put("start", start).put("end", end).build();
      case LOGICAL_DATE -> ofInterval() ? start : end;
      default -> end;
    };
  }

  private Times times(Instant time) {
    return switch (trigger) {
      case Trigger.Schedule s -> Times.cron(s.cron(), ZoneId.of(s.timezone()));
      case Trigger.Interval i -> Times.every(Duration.ofMillis(i.every()), time);
      case null, default -> throw new IllegalStateException("a start without calendar");
    };
  }

  private boolean ofInterval() {
    return switch (trigger) {
      case Trigger.Schedule s -> s.recurrence().semantics() == Semantics.INTERVAL_END;
      case Trigger.Interval i -> i.recurrence().semantics() == Semantics.INTERVAL_END;
      case null, default -> false;
    };
  }
}
