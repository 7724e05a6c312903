package dev.jobc.compiler.simulate;

import dev.jobc.expr.RunFact;
import dev.jobc.json.Json;
import dev.jobc.plan.Plan;
import dev.jobc.type.Type;

/** Facts about a run that never was: always the same. */
final class Facts {
  private Facts() {}

  static Json of(Plan plan, Start start, String name) {
    for (RunFact fact : RunFact.values()) {
      if (fact.word().equals(name)) {
        Json told = start.fact(fact);
        return told == null ? value(plan, fact) : told;
      }
    }
    return Json.of(name);
  }

  private static Json value(Plan plan, RunFact fact) {
    if (fact.type() == Type.Simple.TIMESTAMP) {
      return Start.MIDNIGHT;
    }
    return switch (fact) {
      case NAME -> Json.of(plan.name());
      case DIRECTORY -> Json.of("/simulation");
      case ATTEMPT -> Json.of(1);
      default -> Json.of("simulation");
    };
  }
}
