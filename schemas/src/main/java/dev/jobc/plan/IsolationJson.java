package dev.jobc.plan;

import dev.jobc.expr.PlanExprJson;
import dev.jobc.json.Json;
import dev.jobc.json.JsonException;
import dev.jobc.json.JsonReader;
import dev.jobc.plan.Isolation.Resources;
import org.jspecify.annotations.Nullable;

/** The JSON form of a task's confinement. */
final class IsolationJson {
  private IsolationJson() {}

  static @Nullable Json write(Isolation isolation) {
    if (isolation.equals(Isolation.NONE)) {
      return null;
    }
    return Json.object()
        .put("level", TaskPolicyJson.word(isolation.level()))
        .put("user", isolation.user())
        .put("group", isolation.group())
        .put("workingDirectory", PlanJson.expr(isolation.workingDirectory()))
        .put("umask", isolation.umask() == null ? null : Json.of((long) isolation.umask()))
        .put("network", isolation.network() == null ? null : Json.of(isolation.network()))
        .put("resources", resources(isolation.resources()))
        .build();
  }

  static Isolation read(@Nullable Json value) {
    if (value == null) {
      return Isolation.NONE;
    }
    JsonReader in = JsonReader.of("isolation", value);
    Resources resources = in.orNull("resources", IsolationJson::readResources);
    return new Isolation(
        TaskPolicyJson.choice(in, "level", Isolation.Level.values()),
        in.stringOrNull("user"),
        in.stringOrNull("group"),
        in.orNull("workingDirectory", PlanExprJson::read),
        in.orNull("umask", IsolationJson::number),
        in.has("network") ? (Boolean) in.bool("network", false) : null,
        resources == null ? Resources.NONE : resources);
  }

  private static Integer number(Json value) {
    if (value instanceof Json.Int(long number)) {
      return Math.toIntExact(number);
    }
    throw new JsonException("a umask is a number");
  }

  private static @Nullable Json resources(Resources resources) {
    return resources.equals(Resources.NONE)
        ? null
        : Json.object()
            .put("cpu", some(resources.cpu()))
            .put("memory", some(resources.memory()))
            .put("disk", some(resources.disk()))
            .put("processes", some(resources.processes()))
            .build();
  }

  private static @Nullable Json some(long amount) {
    return amount == 0 ? null : Json.of(amount);
  }

  private static Resources readResources(Json value) {
    JsonReader in = JsonReader.of("resources", value);
    return new Resources(
        in.integer("cpu", 0),
        in.integer("memory", 0),
        in.integer("disk", 0),
        in.int32("processes", 0));
  }
}
