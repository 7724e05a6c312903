package dev.jobc.plan;

import dev.jobc.expr.PlanExprJson;
import dev.jobc.json.Json;
import dev.jobc.json.JsonException;
import dev.jobc.json.JsonReader;
import org.jspecify.annotations.Nullable;

/** The members that nodes of every kind have. What is not special is left out. */
final class HeadJson {
  private HeadJson() {}

  /** Starts the object of a node. */
  static Json.ObjectBuilder start(String kind, Node node) {
    Head head = node.head();
    boolean plain = head.rule() == JoinRule.ALL_SUCCESS;
    return Json.object()
        .put("kind", kind)
        .put("id", head.id())
        .put("needs", PlanJson.list(head.needs(), HeadJson::number))
        .put("source", head.source())
        .put("rule", plain ? null : head.rule().word())
        .put("when", head.when() == null ? null : PlanExprJson.write(head.when()))
        .put("continueOnError", flag(head.continueOnError()))
        .put("compensate", head.compensate() == null ? null : number(head.compensate()))
        .put("setup", flag(head.setup()))
        .put("teardown", PlanJson.list(head.teardown(), HeadJson::number))
        .put("description", PlanJson.unlessEmpty(head.description()));
  }

  static Head read(JsonReader in) {
    return new Head(
        in.string("id"),
        in.list("needs", HeadJson::readNumber),
        in.string("source"),
        readRule(in.string("rule", JoinRule.ALL_SUCCESS.word())),
        in.orNull("when", PlanExprJson::read),
        in.bool("continueOnError", false),
        in.orNull("compensate", HeadJson::readNumber),
        in.bool("setup", false),
        in.list("teardown", HeadJson::readNumber),
        in.string("description", ""));
  }

  static Json number(int number) {
    return Json.of((long) number);
  }

  /** The number of a node or of a graph. */
  static int readNumber(Json value) {
    if (value instanceof Json.Int(long number) && number >= 0 && number <= Integer.MAX_VALUE) {
      return (int) number;
    }
    throw new JsonException("wants the number of a node or of a graph");
  }

  private static @Nullable Json flag(boolean flag) {
    return flag ? Json.TRUE : null;
  }

  private static JoinRule readRule(String word) {
    for (JoinRule rule : JoinRule.values()) {
      if (rule.word().equals(word)) {
        return rule;
      }
    }
    throw new JsonException("no join rule is called `" + word + "`");
  }
}
