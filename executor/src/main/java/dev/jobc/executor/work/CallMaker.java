package dev.jobc.executor.work;

import dev.jobc.executor.RunId;
import dev.jobc.executor.TaskError;
import dev.jobc.executor.runner.CodeBundle;
import dev.jobc.executor.runner.TaskCall;
import dev.jobc.executor.store.PlanStore;
import dev.jobc.executor.store.ResultKey;
import dev.jobc.expr.EvaluationException;
import dev.jobc.expr.Evaluator;
import dev.jobc.expr.PlanExpr;
import dev.jobc.json.Json;
import dev.jobc.json.JsonText;
import dev.jobc.plan.Check;
import dev.jobc.plan.Plan;
import dev.jobc.plan.PlanDigest;
import dev.jobc.plan.TaskPolicy;
import dev.jobc.plan.TaskSpec;
import dev.jobc.plan.TaskSpecJson;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Evaluates what a runner is given: of a task, and of the programs that are to run before it. */
final class CallMaker {
  private final PlanStore plans;

  CallMaker(PlanStore plans) {
    this.plans = plans;
  }

  /**
   * The call of a task.
   *
   * @param id see {@link TaskCall#id}
   * @param limit in milliseconds, 0 for none
   */
  TaskCall call(
      long id,
      Plan plan,
      TaskSpec spec,
      Json.Obj inputs,
      long limit,
      Map<String, String> facts,
      StepEnvironment env)
      throws EvaluationException {
    List<String> args = new ArrayList<>();
    for (PlanExpr arg : spec.args()) {
      String text = text(arg, env);
      args.add(text == null ? "" : text);
    }
    return new TaskCall(
        id,
        spec,
        bundle(plan, spec),
        inputs,
        variables(spec, env),
        args,
        spec.stdin() == null ? null : text(spec.stdin(), env),
        limit,
        facts);
  }

  private static Map<String, String> variables(TaskSpec spec, StepEnvironment env)
      throws EvaluationException {
    Map<String, String> variables = new LinkedHashMap<>();
    for (var variable : spec.env().entrySet()) {
      String text = text(variable.getValue(), env);
      if (text != null) {
        variables.put(variable.getKey(), text);
      }
    }
    return variables;
  }

  private @Nullable CodeBundle bundle(Plan plan, TaskSpec spec) {
    for (Plan.Bundle bundle : plan.bundles()) {
      if (bundle.digest().equals(spec.bundle())) {
        return new CodeBundle(bundle, plans::blobs);
      }
    }
    return null;
  }

  /**
   * What the first check says that does not hold, unless a program comes before it. Values don't
   * change from attempt to attempt, so that it makes no difference when it is asked.
   */
  @Nullable TaskError objection(List<Check> checks, StepEnvironment env)
      throws EvaluationException {
    for (Check check : checks) {
      if (!(check instanceof Check.That that)) {
        return null;
      }
      if (!holds(that, env)) {
        return failure(that, env);
      }
    }
    return null;
  }

  private static boolean holds(Check.That that, StepEnvironment env) throws EvaluationException {
    return Evaluator.evaluate(that.that(), env).equals(Json.TRUE);
  }

  /**
   * What stands in the way of a task: expressions are evaluated now, programs are to be run. They
   * have the files, inputs and variables of the task; their own variables win.
   *
   * @param own the call of the task
   * @param due whether programs are to be run before this attempt
   */
  Guards guards(
      List<Check> checks, Plan plan, TaskCall own, boolean due, boolean alone, StepEnvironment env)
      throws EvaluationException {
    if (checks.isEmpty()) {
      return Guards.NONE;
    }
    List<Guards.Program> programs = new ArrayList<>();
    for (Check check : checks) {
      switch (check) {
        case Check.That that -> {
          if (!holds(that, env)) {
            return new Guards(programs, failure(that, env), alone);
          }
        }
        case Check.Program program -> {
          if (due) {
            programs.add(program(program, plan, own, env));
          }
        }
      }
    }
    return new Guards(programs, null, alone);
  }

  private Guards.Program program(Check.Program check, Plan plan, TaskCall own, StepEnvironment env)
      throws EvaluationException {
    TaskSpec spec = plan.tasks().get(check.task());
    TaskCall call = call(own.id(), plan, spec, own.inputs(), own.timeoutMillis(), own.facts(), env);
    Map<String, String> variables = new LinkedHashMap<>(own.env());
    variables.putAll(call.env());
    TaskCall like =
        new TaskCall(
            call.id(),
            spec,
            call.bundle() == null ? own.bundle() : call.bundle(),
            call.inputs(),
            variables,
            call.args(),
            call.stdin(),
            call.timeoutMillis(),
            call.facts());
    return new Guards.Program(like, failure(check, env));
  }

  /** Its words are asked for only when it fails, so they fail only then. */
  private static TaskError failure(Check check, StepEnvironment env) {
    try {
      String message = text(check.message(), env);
      return new TaskError(
          TaskError.CHECK_FAILED,
          message == null ? "the check at " + check.source() + " does not hold" : message);
    } catch (EvaluationException e) {
      return new TaskError(TaskError.EXPRESSION_ERROR, String.valueOf(e.getMessage()));
    }
  }

  /** What the result of a call may be found by later; of a task whose results may be used again. */
  static ResultKey key(
      TaskPolicy.Cache cache, Plan plan, long runId, TaskCall call, StepEnvironment env)
      throws EvaluationException {
    String scope =
        switch (cache.scope()) {
          case RUN -> "run " + new RunId(runId);
          case WORKFLOW -> "workflow " + plan.namespace() + "/" + plan.name();
          case NAMESPACE -> "namespace " + plan.namespace();
        };
    Json.Obj code = (Json.Obj) TaskSpecJson.write(call.spec());
    Json.ObjectBuilder key = Json.object().put("scope", scope);
    if (cache.key() == null) {
      Map<String, Json> members = new LinkedHashMap<>(code.members());
      // Where a value comes from makes no difference, only what it is.
      members.keySet().removeAll(List.of("env", "args", "stdin", "description"));
      key.put("code", Json.object(members))
          .put("inputs", call.inputs())
          .put("env", Json.object(texts(call.env())))
          .put("args", Json.array(call.args().stream().map(arg -> Json.of(arg)).toList()))
          .put("stdin", call.stdin());
    } else {
      key.put("code", code).put("key", text(cache.key(), env));
    }
    return new ResultKey(HexFormat.of().parseHex(PlanDigest.of(key.build())));
  }

  private static Map<String, Json> texts(Map<String, String> values) {
    Map<String, Json> texts = new LinkedHashMap<>();
    values.forEach((name, value) -> texts.put(name, Json.of(value)));
    return texts;
  }

  /** Text as it is, anything else as JSON, nothing for null. */
  static @Nullable String text(PlanExpr expr, StepEnvironment env) throws EvaluationException {
    Json value = Evaluator.evaluate(expr, env);
    if (value == Json.NULL) {
      return null;
    }
    return value instanceof Json.Str(String text) ? text : JsonText.write(value);
  }
}
