package dev.jobc.executor.engine;

import dev.jobc.executor.InvalidInputException;
import dev.jobc.executor.Submission;
import dev.jobc.executor.store.ValueStore;
import dev.jobc.executor.work.StartFacts;
import dev.jobc.expr.Environment;
import dev.jobc.expr.EvaluationException;
import dev.jobc.expr.Evaluator;
import dev.jobc.input.ConstraintCheck;
import dev.jobc.json.Json;
import dev.jobc.json.JsonText;
import dev.jobc.plan.Plan;
import dev.jobc.plan.Trigger;
import dev.jobc.type.Type;
import dev.jobc.type.TypeCheck;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Checks what a submission passes against what the plan wants, and adds the defaults. */
final class InputCheck {
  private static final Json.Obj NOTHING = Json.object().build();

  private InputCheck() {}

  /**
   * The inputs in canonical form, every declared one among them.
   *
   * @param now what {@code now()} means in a default
   * @throws InvalidInputException with every problem there is
   */
  static Json.Obj check(Plan plan, Submission submission, Instant now) {
    return check(plan, submission, new Start(now, null), new ArrayList<>());
  }

  /**
   * The inputs of a run, for one of another plan; see {@link #check(Plan, Submission, Instant)}.
   */
  static byte[] again(Plan plan, ValueStore.RunInput given, Instant now) {
    Json.Obj inputs = JsonText.parse(given.inputs()) instanceof Json.Obj object ? object : NOTHING;
    return JsonText.writeBytes(check(plan, new Submission("", inputs, given.directory()), now));
  }

  /** The inputs of a run that a trigger starts; see {@link #check(Plan, Submission, Instant)}. */
  static Json.Obj of(Plan plan, Trigger trigger, Json.Obj facts, Instant now) {
    Start start = new Start(now, facts);
    Submission nothing = new Submission("", NOTHING);
    List<String> problems = new ArrayList<>();
    Json.ObjectBuilder given = Json.object();
    trigger
        .inputs()
        .forEach(
            (name, value) -> {
              try {
                given.put(
                    name, Evaluator.evaluate(value, new Given(plan, nothing, NOTHING, start)));
              } catch (EvaluationException e) {
                problems.add("`with` of the trigger failed for `" + name + "`: " + e.getMessage());
              }
            });
    return check(plan, new Submission("", given.build()), start, problems);
  }

  /**
   * Whether a trigger wants a run for what has happened.
   *
   * @throws InvalidInputException when that can't be told
   */
  static boolean isWanted(Plan plan, Trigger trigger, Json.Obj facts, Instant now) {
    if (!(trigger instanceof Trigger.Event event) || event.when() == null) {
      return true;
    }
    try {
      Given given = new Given(plan, new Submission("", NOTHING), NOTHING, new Start(now, facts));
      return Evaluator.evaluate(event.when(), given).equals(Json.TRUE);
    } catch (EvaluationException e) {
      throw new InvalidInputException(List.of("`when` of the trigger failed: " + e.getMessage()));
    }
  }

  private static Json.Obj check(
      Plan plan, Submission submission, Start start, List<String> problems) {
    unknown(plan, submission.inputs(), problems);
    Json.ObjectBuilder inputs = Json.object();
    Json.Obj soFar = inputs.build();
    for (Plan.Input input : plan.inputs()) {
      Json value = submission.inputs().get(input.name());
      if (value == null) {
        value = absent(input, new Given(plan, submission, soFar, start), problems);
      }
      if (value != null) {
        TypeCheck.Result checked =
            TypeCheck.check("input `" + input.name() + "`", input.type(), value);
        checked.problems().forEach(problem -> problems.add(problem.toString()));
        if (checked.ok()) {
          outside(input, checked.value(), problems);
        }
        soFar = inputs.put(input.name(), checked.value()).build();
      }
    }
    if (!problems.isEmpty()) {
      throw new InvalidInputException(problems);
    }
    return soFar;
  }

  private static void outside(Plan.Input input, Json value, List<String> problems) {
    ConstraintCheck.problems(input.constraints(), input.type(), value)
        .forEach(problem -> problems.add("input `" + input.name() + "` " + problem));
  }

  private static void unknown(Plan plan, Json.Obj given, List<String> problems) {
    for (String name : given.members().keySet()) {
      if (plan.inputs().stream().noneMatch(input -> input.name().equals(name))) {
        String known =
            plan.inputs().isEmpty()
                ? "it takes none"
                : plan.inputs().stream()
                    .map(input -> "`" + input.name() + "`")
                    .collect(Collectors.joining(", ", "it takes ", ""));
        problems.add("workflow `" + plan.name() + "` has no input `" + name + "`; " + known);
      }
    }
  }

  private static @Nullable Json absent(Plan.Input input, Environment env, List<String> problems) {
    if (input.defaultValue() != null) {
      try {
        return Evaluator.evaluate(input.defaultValue(), env);
      } catch (EvaluationException e) {
        problems.add("the default of input `" + input.name() + "` failed: " + e.getMessage());
        return null;
      }
    }
    if (input.type() instanceof Type.Optional || input.type() == Type.Simple.JSON) {
      return Json.NULL;
    }
    problems.add("input `" + input.name() + "` (" + input.type() + ") is required");
    return null;
  }

  /**
   * What starts the run.
   *
   * @param facts see {@link StartFacts#of}
   */
  private record Start(Instant now, Json.@Nullable Obj facts) {}

  /** What defaults may refer to: inputs declared before, and where the submitter stands. */
  private record Given(Plan plan, Submission submission, Json.Obj inputs, Start start)
      implements Environment {
    @Override
    public Json workflowInput(String name) throws EvaluationException {
      Json value = inputs.get(name);
      if (value == null) {
        throw new EvaluationException("input `" + name + "` has no value yet");
      }
      return value;
    }

    @Override
    public Json runFact(String name) throws EvaluationException {
      return switch (name) {
        case "name" -> Json.of(plan.name());
        case "namespace" -> Json.of(plan.namespace());
        case "directory" -> Json.of(submission.directory());
        case "now" -> Json.of(start.now().toString());
        default -> StartFacts.of(plan, name, start.now(), start.facts());
      };
    }
  }
}
