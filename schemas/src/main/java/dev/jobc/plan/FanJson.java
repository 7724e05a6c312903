package dev.jobc.plan;

import dev.jobc.expr.PlanExprJson;
import dev.jobc.json.Json;
import dev.jobc.json.JsonReader;
import dev.jobc.plan.Fan.Branch;

/** The JSON form of nodes that fan out. */
final class FanJson {
  private FanJson() {}

  static Json write(Fan node) {
    return switch (node) {
      case Fan.Race race ->
          HeadJson.start("race", race)
              .put("branches", PlanJson.list(race.branches(), FanJson::branch))
              .build();
      case Fan.MapReduce mapReduce ->
          HeadJson.start("mapReduce", mapReduce)
              .put("over", PlanExprJson.write(mapReduce.over()))
              .put("partitions", PlanExprJson.write(mapReduce.partitions()))
              .put("map", (long) mapReduce.map())
              .put(
                  "combine",
                  mapReduce.combine() == null ? null : HeadJson.number(mapReduce.combine()))
              .put("reduce", (long) mapReduce.reduce())
              .build();
      case Fan.Spawn spawn ->
          HeadJson.start("spawn", spawn)
              .put("calls", PlanExprJson.write(spawn.calls()))
              .put("allow", PlanJson.list(spawn.allow(), FanJson::branch))
              .put("maxItems", (long) spawn.maxItems())
              .build();
    };
  }

  static Fan.Race readRace(Head head, JsonReader in) {
    return new Fan.Race(head, in.list("branches", FanJson::readBranch));
  }

  static Fan.MapReduce readMapReduce(Head head, JsonReader in) {
    return new Fan.MapReduce(
        head,
        PlanExprJson.read(in.any("over")),
        PlanExprJson.read(in.any("partitions")),
        in.int32("map"),
        in.orNull("combine", HeadJson::readNumber),
        in.int32("reduce"));
  }

  static Fan.Spawn readSpawn(Head head, JsonReader in) {
    return new Fan.Spawn(
        head,
        PlanExprJson.read(in.any("calls")),
        in.list("allow", FanJson::readBranch),
        in.int32("maxItems"));
  }

  private static Json branch(Branch branch) {
    return Json.object().put("name", branch.name()).put("body", (long) branch.body()).build();
  }

  private static Branch readBranch(Json value) {
    JsonReader in = JsonReader.of("branch", value);
    return new Branch(in.string("name"), in.int32("body"));
  }
}
