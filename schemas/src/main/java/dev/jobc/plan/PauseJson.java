package dev.jobc.plan;

import dev.jobc.expr.PlanExprJson;
import dev.jobc.json.Json;
import dev.jobc.json.JsonReader;
import dev.jobc.plan.Pause.OnTimeout;
import dev.jobc.type.TypeJson;
import java.util.Locale;

/** The JSON form of nodes that wait. */
final class PauseJson {
  private PauseJson() {}

  static Json write(Pause node) {
    return switch (node) {
      case Pause.Wait wait ->
          HeadJson.start("wait", wait)
              .put(wait.until() ? "until" : "for", PlanExprJson.write(wait.time()))
              .build();
      case Pause.WaitFor waitFor ->
          HeadJson.start("waitFor", waitFor)
              .put("signal", waitFor.signal())
              .put("type", waitFor.type() == null ? null : TypeJson.write(waitFor.type()))
              .put("timeout", PlanJson.unlessZero(waitFor.timeout()))
              .put("onTimeout", word(waitFor.onTimeout()))
              .build();
      case Pause.Approval approval ->
          HeadJson.start("approval", approval)
              .put("prompt", PlanExprJson.write(approval.prompt()))
              .put("form", PlanJson.list(approval.form(), PlanJson::input))
              .put("timeout", PlanJson.unlessZero(approval.timeout()))
              .put("onTimeout", word(approval.onTimeout()))
              .build();
    };
  }

  static Pause.Wait readWait(Head head, JsonReader in) {
    boolean until = in.has("until");
    return new Pause.Wait(head, until, PlanExprJson.read(in.any(until ? "until" : "for")));
  }

  static Pause.WaitFor readWaitFor(Head head, JsonReader in) {
    return new Pause.WaitFor(
        head,
        in.string("signal"),
        in.orNull("type", TypeJson::read),
        in.integer("timeout", 0),
        readWord(in));
  }

  static Pause.Approval readApproval(Head head, JsonReader in) {
    return new Pause.Approval(
        head,
        PlanExprJson.read(in.any("prompt")),
        in.list("form", PlanJson::readInput),
        in.integer("timeout", 0),
        readWord(in));
  }

  private static String word(OnTimeout onTimeout) {
    return onTimeout.name().toLowerCase(Locale.ROOT);
  }

  private static OnTimeout readWord(JsonReader in) {
    return NodeJson.word(OnTimeout.values(), in.string("onTimeout"));
  }
}
