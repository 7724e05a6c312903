package dev.jobc.executor.work;

import dev.jobc.executor.runner.TaskResult.Call;
import dev.jobc.executor.store.Outcome;
import dev.jobc.input.ConstraintCheck;
import dev.jobc.json.Json;
import dev.jobc.json.JsonText;
import dev.jobc.plan.Node;
import dev.jobc.plan.Plan;
import dev.jobc.plan.TaskSpec;
import dev.jobc.type.TypeCheck;
import java.util.ArrayList;
import java.util.List;

/** Calls that the code of a task has made: checked one by one, and sorted by task. */
final class MadeCalls {
  /** The problems of so many calls are told. */
  private static final int TOLD = 5;

  private final Plan plan;
  private final TaskSpec caller;
  private final List<List<Json>> items = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();

  MadeCalls(Plan plan, TaskSpec caller, List<Call> calls) {
    this.plan = plan;
    this.caller = caller;
    allow().forEach(task -> items.add(new ArrayList<>()));
    for (int number = 0; number < calls.size() && problems.size() < TOLD; number++) {
      add(number, calls.get(number));
    }
  }

  /** What is wrong with them, each with the number and the task of its call; empty when nothing. */
  List<String> problems() {
    return problems;
  }

  List<Outcome.Spawned.Calls> sorted() {
    List<Outcome.Spawned.Calls> sorted = new ArrayList<>();
    for (List<Json> calls : items) {
      sorted.add(new Outcome.Spawned.Calls(calls.size(), JsonText.writeBytes(Json.array(calls))));
    }
    return sorted;
  }

  private List<TaskSpec.Callee> allow() {
    TaskSpec.Spawn spawn = caller.spawn();
    return spawn == null ? List.of() : spawn.allow();
  }

  private void add(int number, Call call) {
    String name = "call " + (number + 1) + ", of `" + call.task() + "`: ";
    List<TaskSpec.Callee> allow = allow();
    for (int task = 0; task < allow.size(); task++) {
      if (allow.get(task).name().equals(call.task())) {
        Json.Obj with = inputs(name, spec(allow.get(task)), call.with());
        items.get(task).add(Json.object().put("task", call.task()).put("with", with).build());
        return;
      }
    }
    problems.add(
        name
            + (allow.isEmpty()
                ? "task `" + caller.name() + "` declares no `spawn`"
                : "`spawn` of task `"
                    + caller.name()
                    + "` allows "
                    + String.join(", ", allow.stream().map(TaskSpec.Callee::name).toList())));
  }

  private TaskSpec spec(TaskSpec.Callee callee) {
    return plan.tasks().get(((Node.Task) plan.node(callee.body(), 0)).task());
  }

  private Json.Obj inputs(String name, TaskSpec spec, Json.Obj given) {
    Json.ObjectBuilder inputs = Json.object();
    for (TaskSpec.Param param : spec.inputs()) {
      Json value = given.get(param.name());
      boolean absent = value == null || value == Json.NULL;
      if (absent && param.defaultValue() != null) {
        continue;
      }
      TypeCheck.Result checked =
          TypeCheck.check(
              "input `" + param.name() + "`", param.type(), value == null ? Json.NULL : value);
      if (value == null && !checked.ok()) {
        problems.add(name + "input `" + param.name() + "` is not given");
        continue;
      }
      checked.problems().forEach(problem -> problems.add(name + problem));
      if (checked.ok()) {
        ConstraintCheck.problems(param.constraints(), param.type(), checked.value())
            .forEach(problem -> problems.add(name + "input `" + param.name() + "` " + problem));
        inputs.put(param.name(), checked.value());
      }
    }
    for (String unknown : given.members().keySet()) {
      if (spec.inputs().stream().noneMatch(param -> param.name().equals(unknown))) {
        problems.add(name + "the task has no input `" + unknown + "`");
      }
    }
    return inputs.build();
  }
}
