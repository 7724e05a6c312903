package dev.jobc.compiler.simulate;

import dev.jobc.expr.RunFact;
import dev.jobc.json.Json;
import dev.jobc.plan.Plan;
import dev.jobc.type.Type;

/** Facts about a run that never was: always the same. */
final class Facts {
  private static final Json MIDNIGHT = Json.of("2026-01-01T00:00:00Z");

  private Facts() {}

  static Json of(Plan plan, String name) {
    for (RunFact fact : RunFact.values()) {
      if (fact.word().equals(name)) {
        return value(plan, fact);
      }
    }
    return Json.of(name);
  }

  private static Json value(Plan plan, RunFact fact) {
    if (fact.type() == Type.Simple.TIMESTAMP) {
      return MIDNIGHT;
    }
    return switch (fact) {
      case NAME -> Json.of(plan.name());
      case DIRECTORY -> Json.of("/simulation");
      case ATTEMPT -> Json.of(1);
      case INTERVAL -> Json.object().put("start", MIDNIGHT).put("end", MIDNIGHT).build();
      case TRIGGER -> Json.object().build();
      default -> Json.of("simulation");
    };
  }
}
