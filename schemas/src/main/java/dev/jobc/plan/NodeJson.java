package dev.jobc.plan;

import dev.jobc.expr.PlanExprJson;
import dev.jobc.json.Json;
import dev.jobc.json.JsonException;
import dev.jobc.json.JsonReader;
import java.util.Locale;

/** The JSON form of the nodes of a graph. A family of nodes has a file of its own. */
final class NodeJson {
  private NodeJson() {}

  static Json write(Node node) {
    return switch (node) {
      case Node.Task task -> task(task);
      case Node.ForEach forEach -> forEach(forEach);
      case Node.Join join -> HeadJson.start("join", join).build();
      case Node.Outputs outputs -> HeadJson.start("outputs", outputs).build();
      case Control control -> ControlJson.write(control);
    };
  }

  static Node read(Json value) {
    JsonReader in = JsonReader.of("node", value);
    Head head = HeadJson.read(in);
    String kind = in.string("kind");
    return switch (kind) {
      case "task" -> readTask(head, in);
      case "forEach" -> readForEach(head, in);
      case "join" -> new Node.Join(head);
      case "outputs" -> new Node.Outputs(head);
      default -> ControlJson.read(kind, head, in);
    };
  }

  private static Json task(Node.Task task) {
    return HeadJson.start("task", task)
        .put("task", (long) task.task())
        .put("with", PlanJson.exprs(task.with()))
        .put("retry", RetryJson.write(task.retry()))
        .put("timeouts", RetryJson.write(task.timeouts()))
        .put("queue", task.queue())
        .put("priority", (long) task.priority())
        .put("policy", TaskPolicyJson.write(task.policy()))
        .build();
  }

  private static Node readTask(Head head, JsonReader in) {
    return new Node.Task(
        head,
        in.int32("task"),
        in.map("with", PlanExprJson::read),
        RetryJson.read(in),
        RetryJson.readTimeouts(in),
        in.string("queue"),
        in.int32("priority"),
        TaskPolicyJson.read(in.anyOrNull("policy")));
  }

  private static Json forEach(Node.ForEach node) {
    return HeadJson.start("forEach", node)
        .put("items", PlanExprJson.write(node.items()))
        .put("body", (long) node.body())
        .put("maxParallel", (long) node.maxParallel())
        .put("maxItems", (long) node.maxItems())
        .put("key", PlanJson.exprOrNull(node.key()))
        .put("batch", PlanJson.unlessZero(node.batch()))
        .put("failFast", node.failFast() ? null : Json.FALSE)
        .build();
  }

  private static Node readForEach(Head head, JsonReader in) {
    return new Node.ForEach(
        head,
        PlanExprJson.read(in.any("items")),
        in.int32("body"),
        in.int32("maxParallel"),
        in.int32("maxItems"),
        in.orNull("key", PlanExprJson::read),
        in.int32("batch", 0),
        in.bool("failFast", true));
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
