package dev.jobc.plan;

import dev.jobc.expr.PlanExpr;
import dev.jobc.expr.PlanExprJson;
import dev.jobc.json.Json;
import dev.jobc.json.JsonReader;

/** The JSON form of a check. */
final class CheckJson {
  private CheckJson() {}

  static Json write(Check check) {
    Json.ObjectBuilder json =
        switch (check) {
          case Check.That that -> Json.object().put("that", PlanExprJson.write(that.that()));
          case Check.Program program -> Json.object().put("task", (long) program.task());
        };
    return json.put("message", PlanExprJson.write(check.message()))
        .put("source", check.source())
        .build();
  }

  static Check read(Json value) {
    JsonReader in = JsonReader.of("check", value);
    PlanExpr message = PlanExprJson.read(in.any("message"));
    String source = in.string("source");
    return in.has("task")
        ? new Check.Program(in.int32("task"), message, source)
        : new Check.That(PlanExprJson.read(in.any("that")), message, source);
  }
}
