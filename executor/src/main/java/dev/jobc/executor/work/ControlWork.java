package dev.jobc.executor.work;

import dev.jobc.executor.TaskError;
import dev.jobc.executor.core.RunCommand.Enter;
import dev.jobc.executor.core.ScopeImage;
import dev.jobc.executor.core.StepRef;
import dev.jobc.executor.core.Tries;
import dev.jobc.executor.store.Outcome;
import dev.jobc.executor.store.ValueStore;
import dev.jobc.expr.EvaluationException;
import dev.jobc.expr.Evaluator;
import dev.jobc.expr.PlanExpr;
import dev.jobc.json.Json;
import dev.jobc.json.JsonText;
import dev.jobc.plan.Control;
import dev.jobc.plan.Fan;
import dev.jobc.plan.Flow;
import dev.jobc.plan.Node;
import dev.jobc.plan.Plan;
import dev.jobc.plan.Repeat;
import dev.jobc.reference.Owners;
import dev.jobc.type.TypeCheck;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Work that needs no task's code: expressions of the steps that decide when others run. */
final class ControlWork {
  private final long runId;
  private final ValueStore store;
  private final RunValues values;
  private final StepEnvironment env;
  private final Instances instances;

  ControlWork(long runId, RunValues values, ValueStore store, StepEnvironment env) {
    this.runId = runId;
    this.store = store;
    this.values = values;
    this.env = env;
    instances = new Instances(runId, values, store);
  }

  /** Does the work of a step. */
  Outcome of(StepRef ref, Tries tries, Node node) throws EvaluationException {
    if (node instanceof Repeat.Poll && tries.watched() >= 0) {
      return failed(TaskError.TIMEOUT, "the answer did not come in time");
    }
    if (node instanceof Flow.Block block && tries.watched() >= 0) {
      ScopeImage body = instances.attempt(ref, block.body(), tries.watched());
      return new Outcome.Late(
          body.number(), new TaskError(TaskError.TIMEOUT, "took longer than its limit"));
    }
    ScopeImage last = runsAgain(node) ? instances.last(ref, Owners.bodies(node)) : null;
    if (last != null) {
      return last.released() == 0 && !(node instanceof Fan.Spawn)
          ? new Outcome.Entered(last.number())
          : new Turns(runId, values, store).after(ref, node, last);
    }
    return holds(node) ? begin(node) : new Outcome.Unmet();
  }

  /** Whether the step may have begun before, and now goes on. */
  private static boolean runsAgain(Node node) {
    return node instanceof Flow.Block || node instanceof Repeat || node instanceof Fan;
  }

  /** What its condition says. */
  boolean holds(Node node) throws EvaluationException {
    PlanExpr when = node.head().when();
    return when == null || Evaluator.evaluate(when, env).equals(Json.TRUE);
  }

  private Outcome begin(Node node) throws EvaluationException {
    return switch (node) {
      case Node.ForEach map -> new MapWork(map, env).open();
      case Node.Outputs outputs -> outputs();
      case Node.Join join -> new Outcome.Entered(Enter.NEW);
      case Flow.Block block -> new Outcome.Entered(Enter.NEW);
      case Flow.Switch choice -> choose(choice);
      case Repeat.Loop loop -> Turns.opened(loop, Enter.NEW, 0, state(loop));
      case Repeat.Poll poll -> new Outcome.Entered(Enter.NEW);
      case Fan.Race race -> new Outcome.Entered(Enter.NEW);
      case Fan.MapReduce parts -> new MapReduceWork(parts).open(env);
      case Fan.Spawn spawn -> new SpawnWork(spawn).open(env);
      case Flow.Return end -> returned(end);
      case Flow.Fail fail -> failed(fail.error(), text(evaluate(fail.message())));
      case Node.Task task -> throw new IllegalStateException("a task is more than control work");
      case Control control -> throw new IllegalStateException("done elsewhere: " + control);
    };
  }

  private Json.Obj state(Repeat.Loop loop) throws EvaluationException {
    Json.ObjectBuilder state = Json.object();
    for (var value : loop.state().entrySet()) {
      state.put(value.getKey(), evaluate(value.getValue()));
    }
    return state.build();
  }

  private Json evaluate(PlanExpr expr) throws EvaluationException {
    return Evaluator.evaluate(expr, env);
  }

  private static String text(Json value) {
    return value instanceof Json.Str(String text) ? text : JsonText.write(value);
  }

  private static Outcome failed(String name, String message) {
    return new Outcome.Failed(new TaskError(name, message));
  }

  private Outcome choose(Flow.Switch choice) throws EvaluationException {
    Json subject = evaluate(choice.subject());
    Integer graph = choice.otherwise();
    for (Flow.Case one : choice.cases()) {
      if (one.value().equals(subject)) {
        graph = (Integer) one.body();
      }
    }
    return graph == null
        ? new Outcome.Succeeded(null)
        : new Outcome.Opened(graph, Enter.NEW, 1, 0, null);
  }

  private Outcome outputs() throws EvaluationException {
    Map<String, PlanExpr> given = new LinkedHashMap<>();
    Plan plan = values.plan().shape().plan();
    plan.outputs().forEach(output -> given.put(output.name(), output.value()));
    List<String> problems = new ArrayList<>();
    byte[] outputs = outputs(plan, given, problems);
    return outputs == null
        ? failed(TaskError.OUTPUT_TYPE_ERROR, String.join("\n", problems))
        : new Outcome.Succeeded(outputs);
  }

  private Outcome returned(Flow.Return end) throws EvaluationException {
    List<String> problems = new ArrayList<>();
    byte[] outputs = outputs(values.plan().shape().plan(), end.outputs(), problems);
    return outputs == null
        ? failed(TaskError.OUTPUT_TYPE_ERROR, String.join("\n", problems))
        : new Outcome.Returned(outputs);
  }

  private byte @Nullable [] outputs(Plan plan, Map<String, PlanExpr> given, List<String> problems)
      throws EvaluationException {
    Json.ObjectBuilder outputs = Json.object();
    for (Plan.Output output : plan.outputs()) {
      PlanExpr expr = given.get(output.name());
      Json value = expr == null ? Json.NULL : evaluate(expr);
      TypeCheck.Result checked = TypeCheck.check(output.name(), output.type(), value);
      checked.problems().forEach(problem -> problems.add(problem.toString()));
      outputs.put(output.name(), checked.value());
    }
    return problems.isEmpty() ? JsonText.writeBytes(outputs.build()) : null;
  }
}
