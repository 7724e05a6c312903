package dev.jobc.plan;

import dev.jobc.expr.PlanExprJson;
import dev.jobc.json.Json;
import dev.jobc.json.JsonReader;

/** The JSON form of calls of workflows. */
final class SubWorkflowJson {
  private SubWorkflowJson() {}

  static Json write(SubWorkflow call) {
    return HeadJson.start("workflow", call)
        .put("namespace", call.namespace())
        .put("name", call.name())
        .put("revision", call.revision() == null ? null : HeadJson.number(call.revision()))
        .put("contract", call.contract())
        .put("with", PlanJson.exprs(call.with()))
        .build();
  }

  static SubWorkflow read(Head head, JsonReader in) {
    return new SubWorkflow(
        head,
        in.string("namespace"),
        in.string("name"),
        in.orNull("revision", HeadJson::readNumber),
        in.string("contract"),
        in.map("with", PlanExprJson::read));
  }
}
