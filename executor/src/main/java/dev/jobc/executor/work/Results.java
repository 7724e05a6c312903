package dev.jobc.executor.work;

import dev.jobc.executor.TaskError;
import dev.jobc.executor.runner.TaskResult;
import dev.jobc.executor.store.Outcome;
import dev.jobc.json.Json;
import dev.jobc.json.JsonText;
import dev.jobc.plan.Plan;
import dev.jobc.plan.TaskSpec;
import dev.jobc.type.TypeCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What a runner's result means: outputs checked against their types, errors under their names. */
final class Results {
  private static final Set<String> BUILT_IN =
      Set.of(
          TaskError.TIMEOUT,
          TaskError.WORKER_LOST,
          TaskError.EXIT_CODE,
          TaskError.OUTPUT_TYPE_ERROR,
          TaskError.EXPRESSION_ERROR,
          TaskError.LOAD_ERROR,
          TaskError.CANCELLED,
          TaskError.UNEXPECTED);

  private Results() {}

  static Outcome outcome(Plan plan, TaskSpec spec, TaskResult result) {
    return switch (result.outcome()) {
      case TaskResult.Outcome.Succeeded(Json.Obj outputs, List<TaskResult.Call> calls) ->
          calls.isEmpty()
              ? succeeded(spec, outputs)
              : called(succeeded(spec, outputs), new MadeCalls(plan, spec, calls));
      case TaskResult.Outcome.Failed(TaskError error) -> new Outcome.Failed(named(spec, error));
      case TaskResult.Outcome.Skipped skipped -> new Outcome.Declined();
    };
  }

  private static Outcome called(Outcome outcome, MadeCalls calls) {
    if (!(outcome instanceof Outcome.Succeeded(byte[] outputs))) {
      return outcome;
    }
    if (!calls.problems().isEmpty()) {
      return new Outcome.Failed(
          new TaskError(TaskError.OUTPUT_TYPE_ERROR, String.join("\n", calls.problems())));
    }
    return new Outcome.Called(outputs, calls.sorted());
  }

  private static Outcome succeeded(TaskSpec spec, Json.Obj given) {
    if (spec.outputs().isEmpty() && given.members().isEmpty()) {
      return new Outcome.Succeeded(null);
    }
    List<String> problems = new ArrayList<>();
    Json.ObjectBuilder outputs = Json.object();
    for (TaskSpec.Param output : spec.outputs()) {
      Json value = given.get(output.name());
      TypeCheck.Result checked =
          TypeCheck.check(
              "output `" + output.name() + "`", output.type(), value == null ? Json.NULL : value);
      if (value == null && !checked.ok()) {
        problems.add("output `" + output.name() + "` was not given");
      } else {
        checked.problems().forEach(problem -> problems.add(problem.toString()));
      }
      outputs.put(output.name(), checked.value());
    }
    for (String name : given.members().keySet()) {
      if (spec.outputs().stream().noneMatch(output -> output.name().equals(name))) {
        problems.add("output `" + name + "` is not declared");
      }
    }
    return problems.isEmpty()
        ? new Outcome.Succeeded(JsonText.writeBytes(outputs.build()))
        : new Outcome.Failed(
            new TaskError(TaskError.OUTPUT_TYPE_ERROR, String.join("\n", problems)));
  }

  private static TaskError named(TaskSpec spec, TaskError error) {
    if (BUILT_IN.contains(error.name()) || spec.errors().contains(error.name())) {
      return error;
    }
    return new TaskError(
        TaskError.UNEXPECTED, error.name() + ": " + error.message(), error.trace());
  }
}
