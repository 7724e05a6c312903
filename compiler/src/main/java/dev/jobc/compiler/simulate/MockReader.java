package dev.jobc.compiler.simulate;

import dev.jobc.compiler.simulate.Mocks.Mock;
import dev.jobc.diag.DiagnosticCode;
import dev.jobc.json.Json;
import dev.jobc.plan.Node;
import dev.jobc.plan.Pause;
import dev.jobc.reference.Reply;
import dev.jobc.type.TimeText;
import dev.jobc.type.Type;
import dev.jobc.yaml.YamlNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Reads what steps are said to do, and holds it against the plan. */
final class MockReader {
  static final Set<String> ERROR = Set.of("name", "message");
  static final Set<String> CALL = Set.of("task", "with");
  static final Set<String> KEYS =
      Set.of("outputs", "error", "skip", "duration", "item", "attempt", "calls");

  private final Form form;
  private final StepIndex steps;
  private final List<Mock> mocks = new ArrayList<>();

  MockReader(Form form, StepIndex steps) {
    this.form = form;
    this.steps = steps;
  }

  /** {@code {step: mock, step: [mock, …]}}. */
  Mocks read(YamlNode node) {
    for (YamlNode.Entry entry : form.entries(node, "`steps`")) {
      Node step = steps.node(entry.name());
      if (step == null) {
        unknown(entry);
      } else if (entry.value() instanceof YamlNode.Sequence list) {
        list.items().forEach(one -> mock(entry.name(), step, one));
      } else {
        mock(entry.name(), step, entry.value());
      }
    }
    return new Mocks(mocks);
  }

  private void unknown(YamlNode.Entry entry) {
    String name = "`" + entry.name() + "`";
    if (steps.all().contains(entry.name())) {
      String message = "step " + name + " runs no task, so there is nothing to say about it";
      form.report(entry.key().span(), DiagnosticCode.UNKNOWN_STEP, message, "");
    } else {
      String message = "the workflow has no step " + name;
      form.unknown(
          entry.key().span(), DiagnosticCode.UNKNOWN_STEP, message, entry.name(), steps.mockable());
    }
  }

  private void mock(String name, Node step, YamlNode node) {
    List<Long> items = List.of();
    int attempt = 0;
    long took = Mocks.USUAL;
    Reply.Outcome outcome = null;
    List<Reply.Call> calls = List.of();
    for (YamlNode.Entry entry : form.entries(node, "what a step does", KEYS)) {
      Reply.Outcome said = outcome(name, step, entry);
      if (said != null && outcome != null) {
        String message = "a step either gives outputs, fails or is skipped";
        form.report(entry.key().span(), DiagnosticCode.CONFLICTING_KEYS, message, "");
      }
      outcome = said == null ? outcome : said;
      switch (entry.name()) {
        case "item" -> items = numbers(entry);
        case "attempt" -> attempt = attempt(entry);
        case "duration" -> took = duration(entry);
        case "calls" -> calls = calls(name, step, entry);
        default -> {}
      }
    }
    if (outcome == null) {
      outcome = outputs(name, step, new YamlNode.Mapping(List.of(), node.span()));
    }
    if (!calls.isEmpty()) {
      if (outcome instanceof Reply.Success given) {
        outcome = new Reply.Success(given.outputs(), calls);
      } else {
        String message = "a step that fails or is skipped makes no calls";
        form.report(node.span(), DiagnosticCode.CONFLICTING_KEYS, message, "");
      }
    }
    mocks.add(new Mock(name, items, attempt, Reply.of(outcome, took)));
  }

  /** {@code [{task, with}, …]}; what they are given is checked when the step has made them. */
  private List<Reply.Call> calls(String name, Node step, YamlNode.Entry entry) {
    List<String> allowed = steps.callees(step);
    if (allowed.isEmpty()) {
      String message = "step `" + name + "` calls nothing: its task has no `spawn`";
      form.report(entry.key().span(), DiagnosticCode.MISPLACED_KEY, message, "");
      return List.of();
    }
    if (!(entry.value() instanceof YamlNode.Sequence list)) {
      form.wrongKind(entry, "a list of `{ task, with }`");
      return List.of();
    }
    List<Reply.Call> calls = new ArrayList<>();
    for (YamlNode one : list.items()) {
      calls.add(call(name, allowed, one));
    }
    return calls;
  }

  private Reply.Call call(String name, List<String> allowed, YamlNode node) {
    String task = "";
    Json.Obj with = Json.object().build();
    for (YamlNode.Entry part : form.entries(node, "a call", CALL)) {
      if (part.name().equals("task")) {
        String text = form.text(part);
        task = text == null ? "" : text;
        if (!allowed.contains(task)) {
          String message = "`spawn` of step `" + name + "` does not allow `" + task + "`";
          form.unknown(
              part.value().span(),
              DiagnosticCode.UNKNOWN_TASK,
              message,
              task,
              new TreeSet<>(allowed));
        }
      } else if (YamlJson.of(part.value()) instanceof Json.Obj given) {
        with = given;
      } else {
        form.wrongKind(part, "an object");
      }
    }
    if (Form.lacks(node, "task", CALL)) {
      form.report(
          node.span(), DiagnosticCode.MISSING_KEY, "the call has no `task`", "add `task: <name>`");
    }
    return new Reply.Call(task, with);
  }

  private Reply.@org.jspecify.annotations.Nullable Outcome outcome(
      String name, Node step, YamlNode.Entry entry) {
    return switch (entry.name()) {
      case "outputs" -> outputs(name, step, entry.value());
      case "error" -> error(name, step, entry);
      case "skip" -> skip(name, step, entry);
      default -> null;
    };
  }

  private Reply.Outcome outputs(String name, Node step, YamlNode node) {
    Map<String, Type> types = steps.outputs(step);
    Map<String, Json> values = new LinkedHashMap<>();
    for (YamlNode.Entry entry : form.entries(node, "`outputs`")) {
      Type type = types == null ? Type.Simple.JSON : types.get(entry.name());
      if (type == null) {
        String message = "step `" + name + "` has no output `" + entry.name() + "`";
        form.unknown(
            entry.key().span(),
            DiagnosticCode.UNKNOWN_OUTPUT,
            message,
            entry.name(),
            types == null ? Set.of() : types.keySet());
      } else {
        values.put(entry.name(), form.typed(entry, type));
      }
    }
    if (types != null) {
      types.forEach(
          (output, type) -> {
            if (!values.containsKey(output) && !type.isOptional()) {
              String message = "step `" + name + "` also gives `" + output + ": " + type + "`";
              form.report(
                  node.span(), DiagnosticCode.MISSING_KEY, message, "`" + output + "` is missing");
            }
          });
    }
    return new Reply.Success(Json.object(values));
  }

  private Reply.Outcome error(String name, Node step, YamlNode.Entry entry) {
    String error = "Unexpected";
    String message = "as the test says";
    YamlNode.Entry named = entry;
    if (entry.value() instanceof YamlNode.Mapping) {
      for (YamlNode.Entry part : form.entries(entry.value(), "`error`", ERROR)) {
        String text = form.text(part);
        named = part.name().equals("name") ? part : named;
        error = part.name().equals("name") && text != null ? text : error;
        message = part.name().equals("message") && text != null ? text : message;
      }
    } else {
      String text = form.text(entry);
      error = text == null ? error : text;
    }
    Set<String> known = steps.errors(step);
    if (known != null && !known.contains(error)) {
      String problem = "step `" + name + "` cannot end with the error `" + error + "`";
      form.unknown(named.value().span(), DiagnosticCode.UNKNOWN_ERROR, problem, error, known);
    }
    if (error.equals("WorkerLost")) {
      return new Reply.Lost();
    }
    return step instanceof Pause && error.equals("Timeout")
        ? new Reply.Never()
        : new Reply.Failure(error, message);
  }

  private Reply.Outcome skip(String name, Node step, YamlNode.Entry entry) {
    if (!YamlJson.of(entry.value()).equals(Json.TRUE)) {
      form.wrongKind(entry, "`true`");
    } else if (!steps.maySkip(step)) {
      String message = "step `" + name + "` cannot skip itself: no exit code says `skip`";
      form.report(entry.key().span(), DiagnosticCode.MISPLACED_KEY, message, "");
    }
    return new Reply.Skip();
  }

  private int attempt(YamlNode.Entry entry) {
    long number = number(entry, entry.value(), 1);
    if (number > Integer.MAX_VALUE) {
      form.wrongKind(entry, "a whole number up to " + Integer.MAX_VALUE);
    }
    return (int) number;
  }

  private List<Long> numbers(YamlNode.Entry entry) {
    if (!(entry.value() instanceof YamlNode.Sequence list)) {
      return List.of(number(entry, entry.value(), 0));
    }
    return list.items().stream().map(one -> number(entry, one, 0)).toList();
  }

  private long number(YamlNode.Entry entry, YamlNode node, long least) {
    if (YamlJson.of(node) instanceof Json.Int(long number) && number >= least) {
      return number;
    }
    form.wrongKind(entry, node, "a whole number from " + least);
    return least;
  }

  private long duration(YamlNode.Entry entry) {
    String text = form.text(entry);
    Duration span = text == null ? null : TimeText.duration(text);
    if (text != null && (span == null || span.isNegative())) {
      String message = "`" + text + "` is no duration";
      form.report(entry.value().span(), DiagnosticCode.BAD_DURATION, message, "such as 30s");
    }
    return span == null ? Mocks.USUAL : Math.max(0, span.toMillis());
  }
}
