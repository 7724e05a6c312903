package dev.jobc.plan;

import dev.jobc.json.Json;
import dev.jobc.json.JsonReader;

/** The members {@code catches} and {@code finally} of what has handlers. */
final class HandlersJson {
  private HandlersJson() {}

  static Json.ObjectBuilder write(Json.ObjectBuilder owner, Handlers handlers) {
    return owner
        .put("catches", PlanJson.list(handlers.catches(), HandlersJson::write))
        .put("finally", handlers.last() == null ? null : HeadJson.number(handlers.last()));
  }

  private static Json write(Handlers.Catch clause) {
    return Json.object()
        .put("errors", PlanJson.list(clause.errors(), Json::of))
        .put("body", (long) clause.body())
        .build();
  }

  static Handlers read(JsonReader owner) {
    return new Handlers(
        owner.list("catches", HandlersJson::readCatch),
        owner.orNull("finally", HeadJson::readNumber));
  }

  private static Handlers.Catch readCatch(Json value) {
    JsonReader in = JsonReader.of("catch", value);
    return new Handlers.Catch(in.strings("errors"), in.int32("body"));
  }
}
