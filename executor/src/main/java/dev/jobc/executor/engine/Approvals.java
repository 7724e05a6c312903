package dev.jobc.executor.engine;

import dev.jobc.executor.EngineException;
import dev.jobc.executor.InvalidInputException;
import dev.jobc.executor.OpenQuestion;
import dev.jobc.executor.RunId;
import dev.jobc.executor.TaskError;
import dev.jobc.executor.store.Answers;
import dev.jobc.executor.store.Outcome;
import dev.jobc.input.ConstraintCheck;
import dev.jobc.json.Json;
import dev.jobc.json.JsonText;
import dev.jobc.plan.Plan;
import dev.jobc.type.TypeCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What people say to steps that wait for them. */
final class Approvals {
  private static final int SHOWN = 10;

  private Approvals() {}

  /**
   * The approval of a step.
   *
   * @param step its id, with the numbers of its items when several of that id wait
   */
  static Answers.Asked find(List<Answers.Asked> open, RunId run, String step) {
    List<Answers.Asked> approvals =
        open.stream().filter(a -> a.question().kind() == OpenQuestion.Kind.APPROVAL).toList();
    for (Answers.Asked asked : approvals) {
      if (asked.question().step().equals(step)) {
        return asked;
      }
    }
    List<Answers.Asked> instances =
        approvals.stream().filter(a -> a.question().step().startsWith(step + "[")).toList();
    if (instances.size() == 1) {
      return instances.getFirst();
    }
    if (!instances.isEmpty()) {
      throw new EngineException(
          EngineException.Kind.INVALID_INPUT,
          instances.size() + " instances of step `" + step + "` wait: " + names(instances));
    }
    throw approvals.isEmpty()
        ? tooLate(run, step)
        : new EngineException(
            EngineException.Kind.NOT_FOUND,
            "step `" + step + "` waits for nobody; who does: " + names(approvals));
  }

  private static String names(List<Answers.Asked> approvals) {
    return approvals.stream()
        .limit(SHOWN)
        .map(asked -> "`" + asked.question().step() + "`")
        .collect(Collectors.joining(", "));
  }

  static EngineException tooLate(RunId run, String step) {
    return new EngineException(
        EngineException.Kind.TOO_LATE, "step `" + step + "` of run " + run + " waits for nobody");
  }

  /** Approved, with the form filled in. */
  static Outcome yes(Answers.Asked asked, String by, Json.Obj given) {
    List<String> problems = new ArrayList<>();
    List<Plan.Input> form = asked.question().form();
    for (String name : given.members().keySet()) {
      if (form.stream().noneMatch(field -> field.name().equals(name))) {
        problems.add("the form has no `" + name + "`");
      }
    }
    Json.ObjectBuilder outputs = Json.object().put("approved", true).put("by", by);
    for (Plan.Input field : form) {
      outputs.put(field.name(), value(field, given, asked.defaults(), problems));
    }
    if (!problems.isEmpty()) {
      throw new InvalidInputException(problems);
    }
    return new Outcome.Succeeded(JsonText.writeBytes(outputs.build()));
  }

  private static Json value(
      Plan.Input field, Json.Obj given, byte[] defaults, List<String> problems) {
    Json said = given.get(field.name());
    Json value = said == null ? orNull(defaults, field.name()) : said;
    TypeCheck.Result checked = TypeCheck.check("`" + field.name() + "`", field.type(), value);
    if (said == null && !checked.ok()) {
      problems.add("`" + field.name() + "` (" + field.type() + ") is required");
    } else {
      checked.problems().forEach(problem -> problems.add(problem.toString()));
    }
    if (checked.ok()) {
      ConstraintCheck.problems(field.constraints(), field.type(), checked.value())
          .forEach(problem -> problems.add("`" + field.name() + "` " + problem));
    }
    return checked.value();
  }

  private static Json orNull(byte[] defaults, String name) {
    @Nullable Json value =
        JsonText.parse(defaults) instanceof Json.Obj form ? form.get(name) : null;
    return value == null ? Json.NULL : value;
  }

  /** Denied. */
  static Outcome no(String by, String reason) {
    String message = "denied by " + by + (reason.isEmpty() ? "" : ": " + reason);
    return new Outcome.Failed(new TaskError(TaskError.DENIED, message));
  }
}
