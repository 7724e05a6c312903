package dev.jobc.reference;

import dev.jobc.json.Json;
import dev.jobc.plan.Node;
import dev.jobc.plan.Plan;
import dev.jobc.plan.TaskSpec;
import dev.jobc.plan.TaskSpec.Callee;
import dev.jobc.reference.Body.Opening;
import dev.jobc.reference.Reply.Call;
import dev.jobc.type.TypeCheck;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Calls that the code of a task has made: all at once, as soon as it has succeeded. */
final class MadeCalls {
  /** So many calls may stand in each other. */
  private static final int MAX_DEPTH = 100;

  private final Program program;
  private final Graphs graphs;

  MadeCalls(Program program, Graphs graphs) {
    this.program = program;
    this.graphs = graphs;
  }

  /** Why a task can't make these calls; null when it can. */
  @Nullable String refusal(Turn turn, TaskSpec caller, List<Call> calls) {
    for (Call call : calls) {
      Callee callee = callee(caller, call);
      String problem = callee == null ? "may not be called" : misfit(spec(callee), call.with());
      if (problem != null) {
        return "a call of `" + call.task() + "` " + problem;
      }
    }
    return calls.isEmpty() ? null : tooMany(turn, caller, calls.size());
  }

  private @Nullable String tooMany(Turn turn, TaskSpec caller, int more) {
    int depth = 0;
    String problem = exceeds(caller, more);
    for (Body at = turn.body(); at != null; at = at.outer()) {
      StepRun around = at.opening().caller();
      if (around != null) {
        depth++;
        TaskSpec spec = program.plan().tasks().get(((Node.Task) around.node()).task());
        problem = problem == null ? exceeds(spec, around.calls() + more) : problem;
      }
    }
    return depth >= MAX_DEPTH ? "calls stand too deep in each other" : problem;
  }

  private static @Nullable String exceeds(TaskSpec spec, int calls) {
    TaskSpec.Spawn spawn = spec.spawn();
    return spawn == null || calls <= spawn.maxItems()
        ? null
        : "%d calls are more than the `maxItems` of %d".formatted(calls, spawn.maxItems());
  }

  private static @Nullable Callee callee(TaskSpec caller, Call call) {
    TaskSpec.Spawn spawn = caller.spawn();
    return spawn == null
        ? null
        : spawn.allow().stream()
            .filter(callee -> callee.name().equals(call.task()))
            .findFirst()
            .orElse(null);
  }

  private TaskSpec spec(Callee callee) {
    Plan plan = program.plan();
    return plan.tasks().get(((Node.Task) plan.node(callee.body(), 0)).task());
  }

  private static @Nullable String misfit(TaskSpec spec, Json.Obj with) {
    for (TaskSpec.Param input : spec.inputs()) {
      Json value = with.get(input.name());
      boolean left = (value == null || value == Json.NULL) && input.defaultValue() != null;
      if (!left
          && !TypeCheck.check(input.name(), input.type(), value == null ? Json.NULL : value).ok()) {
        return "does not suit its input `" + input.name() + "`";
      }
    }
    return with.members().keySet().stream()
        .filter(name -> spec.inputs().stream().noneMatch(input -> input.name().equals(name)))
        .findFirst()
        .map(name -> "has no input `" + name + "`")
        .orElse(null);
  }

  /** Runs them for a step that has succeeded, which then ends as they do. */
  void run(Turn turn, TaskSpec caller, List<Call> calls) {
    StepRun run = turn.run();
    for (Body at = turn.body(); at != null; at = at.outer()) {
      StepRun around = at.opening().caller();
      if (around != null) {
        around.called(calls.size());
      }
    }
    run.called(calls.size());
    Json outputs = run.outputs();
    long start = run.end();
    Map<String, Long> numbers = new HashMap<>();
    for (Call call : calls) {
      Callee callee = callee(caller, call);
      if (callee == null) {
        throw new IllegalStateException("checked before: " + call.task());
      }
      long number = numbers.merge(call.task(), 1L, Long::sum) - 1;
      String path = turn.path() + "." + call.task() + "[" + number + "]";
      Json item = Json.object().put("task", call.task()).put("with", call.with()).build();
      Opening opening = new Opening(callee.body(), turn.body(), path, item, number, Json.NULL, run);
      run.ranUnseen(graphs.run(opening, start, turn.horizon()));
    }
    MapSteps.finish(run, turn);
    if (run.state() == State.SUCCEEDED) {
      run.succeed(run.end(), outputs);
    }
  }
}
