package dev.jobc.plan;

import dev.jobc.expr.PlanExprJson;
import dev.jobc.json.Json;
import dev.jobc.json.JsonException;
import dev.jobc.json.JsonReader;

/** The JSON form of the nodes that choose, end or hold a path. */
final class FlowJson {
  private FlowJson() {}

  static Json write(Flow node) {
    return switch (node) {
      case Flow.Block block -> block(block);
      case Flow.Switch choice ->
          HeadJson.start("switch", choice)
              .put("subject", PlanExprJson.write(choice.subject()))
              .put("cases", PlanJson.list(choice.cases(), FlowJson::write))
              .put(
                  "default",
                  choice.otherwise() == null ? null : HeadJson.number(choice.otherwise()))
              .build();
      case Flow.Fail fail ->
          HeadJson.start("fail", fail)
              .put("error", fail.error())
              .put("message", PlanExprJson.write(fail.message()))
              .build();
      case Flow.Return end ->
          HeadJson.start("return", end).put("outputs", PlanJson.exprs(end.outputs())).build();
    };
  }

  private static Json block(Flow.Block block) {
    boolean leaves = block.resultFrom() != ResultFrom.ALL;
    Json.ObjectBuilder node =
        HeadJson.start("block", block)
            .put("body", (long) block.body())
            .put("retry", RetryJson.write(block.retry()))
            .put("timeouts", RetryJson.write(block.timeouts()))
            .put("saga", block.saga() ? Json.TRUE : null)
            .put("resultFrom", leaves ? block.resultFrom().word() : null);
    return HandlersJson.write(node, block.handlers()).build();
  }

  private static Json write(Flow.Case choice) {
    return Json.object().put("value", choice.value()).put("body", (long) choice.body()).build();
  }

  static Flow readBlock(Head head, JsonReader in) {
    return new Flow.Block(
        head,
        in.int32("body"),
        HandlersJson.read(in),
        RetryJson.read(in),
        RetryJson.readTimeouts(in),
        in.bool("saga", false),
        readResult(in));
  }

  static ResultFrom readResult(JsonReader in) {
    String word = in.string("resultFrom", ResultFrom.ALL.word());
    for (ResultFrom result : ResultFrom.values()) {
      if (result.word().equals(word)) {
        return result;
      }
    }
    throw new JsonException("unknown word `" + word + "`");
  }

  static Flow readSwitch(Head head, JsonReader in) {
    return new Flow.Switch(
        head,
        PlanExprJson.read(in.any("subject")),
        in.list("cases", FlowJson::readCase),
        in.orNull("default", HeadJson::readNumber));
  }

  private static Flow.Case readCase(Json value) {
    JsonReader in = JsonReader.of("case", value);
    return new Flow.Case(in.any("value"), in.int32("body"));
  }

  static Flow readFail(Head head, JsonReader in) {
    return new Flow.Fail(head, in.string("error"), PlanExprJson.read(in.any("message")));
  }

  static Flow readReturn(Head head, JsonReader in) {
    return new Flow.Return(head, in.map("outputs", PlanExprJson::read));
  }
}
