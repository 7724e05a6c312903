package dev.jobc.plan;

import dev.jobc.expr.PlanExprJson;
import dev.jobc.json.Json;
import dev.jobc.json.JsonException;
import dev.jobc.json.JsonReader;
import dev.jobc.plan.RetryPolicy.Backoff;
import dev.jobc.plan.RetryPolicy.Jitter;
import java.util.List;
import java.util.Locale;

/** The JSON form of the nodes of a graph. */
final class NodeJson {
  private NodeJson() {}

  static Json write(Node node) {
    return switch (node) {
      case Node.Task task -> task(task);
      case Node.ForEach forEach -> forEach(forEach);
      case Node.Join join -> start("join", join).build();
      case Node.Outputs outputs -> start("outputs", outputs).build();
    };
  }

  static Node read(Json value) {
    JsonReader in = JsonReader.of("node", value);
    String id = in.string("id");
    String source = in.string("source");
    List<Integer> needs = in.list("needs", NodeJson::number);
    return switch (in.string("kind")) {
      case "task" -> readTask(id, needs, source, in);
      case "forEach" ->
          new Node.ForEach(
              id,
              needs,
              source,
              PlanExprJson.read(in.any("items")),
              in.int32("body"),
              in.int32("maxParallel"),
              in.int32("maxItems"));
      case "join" -> new Node.Join(id, needs, source);
      case "outputs" -> new Node.Outputs(id, needs, source);
      default -> throw new JsonException("no node is of the kind `" + in.string("kind") + "`");
    };
  }

  private static Json.ObjectBuilder start(String kind, Node node) {
    return Json.object()
        .put("kind", kind)
        .put("id", node.id())
        .put("needs", PlanJson.list(node.needs(), need -> Json.of((long) need)))
        .put("source", node.source());
  }

  private static Json task(Node.Task task) {
    boolean limited = !task.timeouts().equals(Timeouts.NONE);
    return start("task", task)
        .put("task", (long) task.task())
        .put("with", PlanJson.exprs(task.with()))
        .put("retry", task.retry().equals(RetryPolicy.NONE) ? null : retry(task.retry()))
        .put("timeouts", limited ? timeouts(task.timeouts()) : null)
        .put("queue", task.queue())
        .put("priority", (long) task.priority())
        .build();
  }

  private static Node readTask(String id, List<Integer> needs, String source, JsonReader in) {
    RetryPolicy retry = in.orNull("retry", NodeJson::readRetry);
    Timeouts timeouts = in.orNull("timeouts", NodeJson::readTimeouts);
    return new Node.Task(
        id,
        needs,
        source,
        in.int32("task"),
        in.map("with", PlanExprJson::read),
        retry == null ? RetryPolicy.NONE : retry,
        timeouts == null ? Timeouts.NONE : timeouts,
        in.string("queue"),
        in.int32("priority"));
  }

  private static Json forEach(Node.ForEach node) {
    return start("forEach", node)
        .put("items", PlanExprJson.write(node.items()))
        .put("body", (long) node.body())
        .put("maxParallel", (long) node.maxParallel())
        .put("maxItems", (long) node.maxItems())
        .build();
  }

  private static Json retry(RetryPolicy retry) {
    return Json.object()
        .put("maxAttempts", (long) retry.maxAttempts())
        .put("backoff", retry.backoff().name().toLowerCase(Locale.ROOT))
        .put("initial", retry.initial())
        .put("factor", Json.of(retry.factor()))
        .put("maxInterval", retry.maxInterval())
        .put("jitter", retry.jitter().name().toLowerCase(Locale.ROOT))
        .put("maxElapsed", retry.maxElapsed())
        .put("errors", PlanJson.list(retry.errors(), Json::of))
        .put("except", PlanJson.list(retry.except(), Json::of))
        .build();
  }

  private static RetryPolicy readRetry(Json value) {
    JsonReader in = JsonReader.of("retry", value);
    return new RetryPolicy(
        in.int32("maxAttempts"),
        word(Backoff.values(), in.string("backoff")),
        in.integer("initial"),
        in.number("factor", RetryPolicy.NONE.factor()),
        in.integer("maxInterval"),
        word(Jitter.values(), in.string("jitter")),
        in.integer("maxElapsed"),
        in.strings("errors"),
        in.strings("except"));
  }

  private static Json timeouts(Timeouts timeouts) {
    return Json.object().put("attempt", timeouts.attempt()).build();
  }

  private static Timeouts readTimeouts(Json value) {
    return new Timeouts(JsonReader.of("timeouts", value).integer("attempt", 0));
  }

  private static int number(Json value) {
    if (value instanceof Json.Int(long number) && number >= 0 && number <= Integer.MAX_VALUE) {
      return (int) number;
    }
    throw new JsonException("a need is the number of a node");
  }

  static <E extends Enum<E>> E word(E[] values, String word) {
    for (E value : values) {
      if (value.name().toLowerCase(Locale.ROOT).equals(word)) {
        return value;
      }
    }
    throw new JsonException("unknown word `" + word + "`");
  }
}
