package dev.jobc.cli.context;

import dev.jobc.input.ConstraintCheck;
import dev.jobc.json.Json;
import dev.jobc.json.JsonException;
import dev.jobc.json.JsonText;
import dev.jobc.plan.Plan;
import dev.jobc.type.TypeCheck;
import dev.jobc.type.TypeText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Inputs of a run from the command line: those of a file first, then {@code name=value} arguments,
 * which win. Reports every mistake at once.
 */
public final class Inputs {
  private final Plan plan;
  private final Map<String, Json> values = new LinkedHashMap<>();
  private final List<String> problems = new ArrayList<>();
  private boolean fileRead = true;

  private Inputs(Plan plan) {
    this.plan = plan;
  }

  /**
   * Reads the inputs.
   *
   * @param file a JSON object, null for none
   * @throws CliException with all problems: unknown, missing, unfitting, outside of constraints
   */
  public static Json.Obj read(Plan plan, @Nullable Path file, List<String> arguments) {
    Inputs inputs = given(plan, file, arguments);
    inputs.missing();
    inputs.failOnProblems();
    return Json.object(inputs.values);
  }

  /** The same, but inputs may be missing that a run needs. */
  public static Json.Obj readSome(Plan plan, @Nullable Path file, List<String> arguments) {
    Inputs inputs = given(plan, file, arguments);
    inputs.failOnProblems();
    return Json.object(inputs.values);
  }

  private static Inputs given(Plan plan, @Nullable Path file, List<String> arguments) {
    Inputs inputs = new Inputs(plan);
    if (file != null) {
      inputs.file(file);
    }
    arguments.forEach(inputs::argument);
    return inputs;
  }

  private void file(Path file) {
    try {
      if (JsonText.parse(Files.readAllBytes(file)) instanceof Json.Obj(Map<String, Json> members)) {
        members.forEach(this::value);
      } else {
        unread(file + " holds no JSON object");
      }
    } catch (IOException e) {
      unread("cannot read " + file + (Files.exists(file) ? "" : ": no such file"));
    } catch (JsonException e) {
      unread(file + " is not JSON: " + e.getMessage());
    }
  }

  private void unread(String problem) {
    fileRead = false;
    problems.add(problem);
  }

  private void value(String name, Json value) {
    declared(name)
        .ifPresent(input -> keep(input, TypeCheck.check("$." + name, input.type(), value), ""));
  }

  private void argument(String argument) {
    int equals = argument.indexOf('=');
    if (equals < 1) {
      problems.add("`-i " + argument + "` is not of the form name=value");
      return;
    }
    String name = argument.substring(0, equals);
    String text = argument.substring(equals + 1);
    declared(name)
        .ifPresent(
            input -> keep(input, TypeText.parse(input.type(), text), "input `" + name + "`"));
  }

  private Optional<Plan.Input> declared(String name) {
    Optional<Plan.Input> found =
        plan.inputs().stream().filter(input -> input.name().equals(name)).findFirst();
    if (found.isEmpty()) {
      problems.add("workflow `" + plan.name() + "` has no input `" + name + "`");
    }
    return found;
  }

  private void keep(Plan.Input input, TypeCheck.Result result, String subject) {
    for (TypeCheck.Problem problem : result.problems()) {
      String path = problem.path().replaceFirst("^\\$\\.?", "");
      String where = subject.isEmpty() ? "input `" + path + "`" : subject + path;
      problems.add(where + " " + problem.message());
    }
    if (result.problems().isEmpty()) {
      ConstraintCheck.problems(input.constraints(), input.type(), result.value())
          .forEach(problem -> problems.add("input `" + input.name() + "` " + problem));
    }
    values.put(input.name(), result.value());
  }

  /** Nobody knows what is missing when what the file holds is unknown. */
  private void missing() {
    if (!fileRead) {
      return;
    }
    for (Plan.Input input : plan.inputs()) {
      boolean needed = input.defaultValue() == null && !input.type().isOptional();
      if (needed && !values.containsKey(input.name())) {
        problems.add("input `" + input.name() + "` (" + input.type() + ") is missing");
      }
    }
  }

  private void failOnProblems() {
    if (!problems.isEmpty()) {
      throw new CliException(ExitCode.USAGE, String.join("; ", problems), expected());
    }
  }

  private String expected() {
    if (plan.inputs().isEmpty()) {
      return "workflow `" + plan.name() + "` takes no inputs";
    }
    return plan.inputs().stream()
        .map(input -> input.name() + "=<" + input.type() + ">")
        .collect(Collectors.joining(" -i ", "it takes -i ", ""));
  }
}
