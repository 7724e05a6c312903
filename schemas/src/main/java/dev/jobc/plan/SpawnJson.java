package dev.jobc.plan;

import dev.jobc.json.Json;
import dev.jobc.json.JsonReader;
import dev.jobc.plan.TaskSpec.Callee;
import dev.jobc.plan.TaskSpec.Spawn;

/** The JSON form of what the code of a task may call. */
final class SpawnJson {
  private SpawnJson() {}

  static Json write(Spawn spawn) {
    return Json.object()
        .put("allow", PlanJson.list(spawn.allow(), SpawnJson::callee))
        .put("maxItems", (long) spawn.maxItems())
        .build();
  }

  static Spawn read(Json value) {
    JsonReader in = JsonReader.of("spawn", value);
    return new Spawn(in.list("allow", SpawnJson::readCallee), in.int32("maxItems"));
  }

  private static Json callee(Callee callee) {
    return Json.object().put("name", callee.name()).put("body", (long) callee.body()).build();
  }

  private static Callee readCallee(Json value) {
    JsonReader in = JsonReader.of("callee", value);
    return new Callee(in.string("name"), in.int32("body"));
  }
}
