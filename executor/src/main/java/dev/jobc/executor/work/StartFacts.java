package dev.jobc.executor.work;

import dev.jobc.expr.EvaluationException;
import dev.jobc.expr.RunFact;
import dev.jobc.json.Json;
import dev.jobc.plan.Plan;
import dev.jobc.plan.PlanJson;
import dev.jobc.plan.Trigger;
import java.time.Instant;
import java.util.Collection;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What expressions learn of the start of a run. What a calendar or another trigger would tell is
 * missing in a run that was started by hand; workflows that don't count on a start by hand have no
 * value for it.
 */
public final class StartFacts {
  private StartFacts() {}

  /**
   * The value of a fact about the start.
   *
   * @param start what the trigger told, by name of the fact; null for a start by hand
   * @throws EvaluationException when the workflow counts on other starts, or there is no such fact
   */
  public static Json of(Plan plan, String fact, Instant startedAt, Json.@Nullable Obj start)
      throws EvaluationException {
    if (!isOfStart(fact)) {
      throw new EvaluationException("run." + fact + " is not known here");
    }
    if (start != null) {
      Json told = start.get(fact);
      return told == null ? Json.NULL : told;
    }
    if (!startsByHand(plan)) {
      throw new EvaluationException(
          name(fact) + " has no value: the run was started by hand, not by one of its triggers");
    }
    return fact.equals(RunFact.TRIGGER.word())
        ? Json.object().put("kind", "manual").put("firedAt", startedAt.toString()).build()
        : Json.NULL;
  }

  /** Whether the steps of a plan count on a start that only its triggers give. */
  public static boolean areMissed(Plan plan) {
    if (startsByHand(plan) || !(PlanJson.write(plan) instanceof Json.Obj written)) {
      return false;
    }
    return Stream.of("graphs", "tasks", "outputs")
        .map(written::get)
        .filter(Objects::nonNull)
        .anyMatch(StartFacts::reads);
  }

  private static boolean startsByHand(Plan plan) {
    return plan.triggers().isEmpty()
        || plan.triggers().stream().anyMatch(Trigger.Manual.class::isInstance);
  }

  /** Whether a run fact tells of the start. */
  static boolean isOfStart(String fact) {
    for (RunFact known : RunFact.values()) {
      if (known.word().equals(fact)) {
        return known.isOfSchedule() || known == RunFact.TRIGGER;
      }
    }
    return false;
  }

  private static String name(String fact) {
    return fact.equals(RunFact.TRIGGER.word()) ? fact : "run." + fact;
  }

  private static boolean reads(Json part) {
    return switch (part) {
      case Json.Obj object ->
          (object.members().get("run") instanceof Json.Str(String fact) && isOfStart(fact))
              || any(object.members().values());
      case Json.Arr array -> any(array.items());
      case Json.Null n -> false;
      case Json.Bool b -> false;
      case Json.Int i -> false;
      case Json.Float f -> false;
      case Json.Str s -> false;
    };
  }

  private static boolean any(Collection<Json> parts) {
    return parts.stream().anyMatch(StartFacts::reads);
  }
}
