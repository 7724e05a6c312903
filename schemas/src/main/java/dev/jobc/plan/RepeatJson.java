package dev.jobc.plan;

import dev.jobc.expr.PlanExprJson;
import dev.jobc.json.Json;
import dev.jobc.json.JsonReader;

/** The JSON form of nodes that repeat. */
final class RepeatJson {
  private RepeatJson() {}

  static Json write(Repeat node) {
    return switch (node) {
      case Repeat.Loop loop ->
          HeadJson.start("loop", loop)
              .put("state", PlanJson.exprs(loop.state()))
              .put("next", PlanJson.exprs(loop.next()))
              .put("until", PlanJson.exprOrNull(loop.until()))
              .put("maxIterations", (long) loop.maxIterations())
              .put("delay", PlanJson.unlessZero(loop.delay()))
              .put("body", (long) loop.body())
              .build();
      case Repeat.Poll poll ->
          HeadJson.start("poll", poll)
              .put("body", (long) poll.body())
              .put("every", poll.every())
              .put("timeout", PlanJson.unlessZero(poll.timeout()))
              .put("until", PlanJson.exprOrNull(poll.until()))
              .build();
    };
  }

  static Repeat.Loop readLoop(Head head, JsonReader in) {
    return new Repeat.Loop(
        head,
        in.map("state", PlanExprJson::read),
        in.map("next", PlanExprJson::read),
        in.orNull("until", PlanExprJson::read),
        in.int32("maxIterations"),
        in.integer("delay", 0),
        in.int32("body"));
  }

  static Repeat.Poll readPoll(Head head, JsonReader in) {
    return new Repeat.Poll(
        head,
        in.int32("body"),
        in.integer("every"),
        in.integer("timeout", 0),
        in.orNull("until", PlanExprJson::read));
  }
}
