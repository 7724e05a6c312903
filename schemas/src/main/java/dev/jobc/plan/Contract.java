package dev.jobc.plan;

import dev.jobc.json.Json;
import dev.jobc.type.TypeJson;
import java.util.List;

/** What callers of a workflow rely on. */
public final class Contract {
  private Contract() {}

  /** Its address, made of names, types, and which inputs may be left out: SHA-256 (hex). */
  public static String digest(List<Plan.Input> inputs, List<Plan.Output> outputs) {
    Json.ObjectBuilder taken = Json.object();
    for (Plan.Input input : inputs) {
      Json type = TypeJson.write(input.type());
      boolean required = input.defaultValue() == null;
      taken.put(input.name(), Json.object().put("type", type).put("required", required).build());
    }
    Json.ObjectBuilder given = Json.object();
    outputs.forEach(output -> given.put(output.name(), TypeJson.write(output.type())));
    return PlanDigest.of(
        Json.object().put("inputs", taken.build()).put("outputs", given.build()).build());
  }
}
