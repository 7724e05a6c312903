package dev.jobc.plan;

import dev.jobc.expr.PlanExpr;
import dev.jobc.expr.PlanExprJson;
import dev.jobc.json.Json;
import dev.jobc.json.JsonException;
import dev.jobc.json.JsonReader;
import dev.jobc.plan.Trigger.Probe;
import dev.jobc.plan.Trigger.Recurrence;
import dev.jobc.type.TypeJson;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The JSON form of a trigger. */
final class TriggerJson {
  private TriggerJson() {}

  static Json write(Trigger trigger) {
    Json.ObjectBuilder json =
        switch (trigger) {
          case Trigger.Manual manual -> kind("manual");
          case Trigger.Schedule schedule ->
              kind("schedule")
                  .put("cron", schedule.cron())
                  .put("timezone", schedule.timezone())
                  .put("recurrence", recurrence(schedule.recurrence()));
          case Trigger.Interval interval ->
              kind("interval")
                  .put("every", interval.every())
                  .put("recurrence", recurrence(interval.recurrence()));
          case Trigger.Webhook hook ->
              kind("webhook")
                  .put("path", hook.path())
                  .put("body", TypeJson.write(hook.body()))
                  .put("secret", hook.secret());
          case Trigger.Event event ->
              kind("event")
                  .put("topic", event.topic())
                  .put("body", TypeJson.write(event.body()))
                  .put("when", PlanJson.expr(event.when()));
          case Trigger.Completion completion ->
              kind("workflow")
                  .put("workflow", completion.workflow())
                  .put(
                      "states",
                      PlanJson.list(completion.states(), state -> Json.of(PlanWords.word(state))));
          case Trigger.Condition condition -> condition(condition);
        };
    return json.put("inputs", PlanJson.exprs(trigger.inputs()))
        .put("source", trigger.source())
        .build();
  }

  private static Json.ObjectBuilder kind(String word) {
    return Json.object().put("kind", word);
  }

  private static Json.ObjectBuilder condition(Trigger.Condition condition) {
    Json.ObjectBuilder json = kind("condition").put("every", condition.every());
    return switch (condition.that()) {
      case Probe.Holds(PlanExpr that) -> json.put("that", PlanExprJson.write(that));
      case Probe.Program(int task) -> json.put("task", (long) task);
    };
  }

  static Trigger read(Json value) {
    JsonReader in = JsonReader.of("trigger", value);
    Map<String, PlanExpr> inputs = in.map("inputs", PlanExprJson::read);
    String source = in.string("source");
    return switch (in.string("kind")) {
      case "manual" -> new Trigger.Manual(inputs, source);
      case "schedule" ->
          new Trigger.Schedule(
              in.string("cron"), in.string("timezone"), recurrence(in), inputs, source);
      case "interval" -> new Trigger.Interval(in.integer("every"), recurrence(in), inputs, source);
      case "webhook" ->
          new Trigger.Webhook(
              in.string("path"),
              TypeJson.read(in.any("body")),
              in.stringOrNull("secret"),
              inputs,
              source);
      case "event" ->
          new Trigger.Event(
              in.string("topic"),
              TypeJson.read(in.any("body")),
              in.orNull("when", PlanExprJson::read),
              inputs,
              source);
      case "workflow" ->
          new Trigger.Completion(
              in.string("workflow"), in.list("states", TriggerJson::state), inputs, source);
      case "condition" -> new Trigger.Condition(readProbe(in), in.integer("every"), inputs, source);
      default -> throw new JsonException("no trigger is of the kind `" + in.string("kind") + "`");
    };
  }

  private static Trigger.Completion.State state(Json word) {
    return PlanWords.read(Trigger.Completion.State.values(), PlanJson.text(word));
  }

  private static Probe readProbe(JsonReader in) {
    return in.has("task")
        ? new Probe.Program(in.int32("task"))
        : new Probe.Holds(PlanExprJson.read(in.any("that")));
  }

  private static @Nullable Json recurrence(Recurrence recurrence) {
    return recurrence.equals(Recurrence.PLAIN)
        ? null
        : Json.object()
            .put("catchup", PlanWords.word(recurrence.catchup()))
            .put("overlap", PlanWords.word(recurrence.overlap()))
            .put("jitter", recurrence.jitter() == 0 ? null : Json.of(recurrence.jitter()))
            .put("dependsOnPast", recurrence.dependsOnPast() ? Json.TRUE : null)
            .put("waitForDownstream", recurrence.waitForDownstream() ? Json.TRUE : null)
            .put(
                "maxActiveRuns",
                recurrence.maxActiveRuns() == 0 ? null : Json.of((long) recurrence.maxActiveRuns()))
            .put("start", recurrence.start())
            .put("end", recurrence.end())
            .put("semantics", PlanWords.word(recurrence.semantics()))
            .build();
  }

  private static Recurrence recurrence(JsonReader trigger) {
    Json value = trigger.anyOrNull("recurrence");
    if (value == null) {
      return Recurrence.PLAIN;
    }
    JsonReader in = JsonReader.of("recurrence", value);
    return new Recurrence(
        PlanWords.read(Recurrence.Catchup.values(), in.string("catchup")),
        PlanWords.read(Recurrence.Overlap.values(), in.string("overlap")),
        in.integer("jitter", 0),
        in.bool("dependsOnPast", false),
        in.bool("waitForDownstream", false),
        in.int32("maxActiveRuns", 0),
        in.stringOrNull("start"),
        in.stringOrNull("end"),
        PlanWords.read(Recurrence.Semantics.values(), in.string("semantics")));
  }
}
