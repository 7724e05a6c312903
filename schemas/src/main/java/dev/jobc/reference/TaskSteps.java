package dev.jobc.reference;

import dev.jobc.expr.EvaluationException;
import dev.jobc.expr.PlanExpr;
import dev.jobc.json.Json;
import dev.jobc.plan.Check;
import dev.jobc.plan.Node;
import dev.jobc.plan.TaskPolicy;
import dev.jobc.plan.TaskSpec;
import dev.jobc.plan.Timeouts;
import dev.jobc.type.Type;
import dev.jobc.type.TypeCheck;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Tasks: inputs, checks, attempts with their time limits, outputs. */
final class TaskSteps {
  private final Program program;
  private final MadeCalls calls;

  TaskSteps(Program program, Graphs graphs) {
    this.program = program;
    calls = new MadeCalls(program, graphs);
  }

  /** How an attempt ended. */
  private record Ended(Reply.Outcome outcome, long at) {}

  void run(Turn turn, Node.Task task) throws EvaluationException {
    TaskSpec spec = program.plan().tasks().get(task.task());
    Map<String, Json> inputs = inputs(turn, task, spec);
    Names inside = program.names(turn.body(), inputs);
    evaluateTheRest(inside, task, spec);
    Timeouts limits = task.timeouts();
    long total = Turn.limit(turn.start(), limits.total());
    long at = turn.start();
    int failures = 0;
    int losses = 0;
    while (at < total && at <= turn.horizon()) {
      turn.run().attempted();
      Ended ended = attempt(turn, task, spec, inputs, inside, at);
      if (ended.at() > Math.min(total, turn.horizon())) {
        turn.run().cutAt(at, turn.horizon());
        break;
      }
      Reply.Outcome outcome = called(turn, spec, checked(spec, ended.outcome()));
      if (outcome instanceof Reply.Lost) {
        losses++;
        if (losses == Retries.MAX_LOSSES || task.policy().onLost() == TaskPolicy.OnLost.FAIL) {
          turn.run().fail(ended.at(), StepError.WORKER_LOST, "its worker was lost");
          return;
        }
        at = ended.at();
      } else if (outcome instanceof Reply.Failure(String name, String message)) {
        losses = 0;
        failures++;
        long elapsed = ended.at() - turn.start();
        OptionalLong wait = Retries.delay(task.retry(), name, failures, elapsed);
        if (wait.isEmpty()) {
          turn.run().fail(ended.at(), name, message);
          return;
        }
        at = Turn.after(ended.at(), wait.getAsLong());
      } else {
        end(turn.run(), outcome, ended.at());
        if (outcome instanceof Reply.Success made && !made.calls().isEmpty()) {
          calls.run(turn, spec, made.calls());
        }
        return;
      }
    }
    if (total <= turn.horizon() && total < Turn.NEVER) {
      String message = "all attempts together took longer than " + limits.total() + " ms";
      turn.run().fail(total, StepError.TIMEOUT, message);
    } else {
      turn.cancelled();
    }
  }

  private Reply.Outcome called(Turn turn, TaskSpec spec, Reply.Outcome outcome) {
    String refusal =
        outcome instanceof Reply.Success success
            ? calls.refusal(turn, spec, success.calls())
            : null;
    return refusal == null ? outcome : new Reply.Failure(StepError.OUTPUT_TYPE_ERROR, refusal);
  }

  private static void end(StepRun run, Reply.Outcome outcome, long at) {
    if (outcome instanceof Reply.Success(Json.Obj outputs, var made)) {
      run.succeed(at, outputs);
    } else {
      run.finish(State.SKIPPED, at);
    }
  }

  /** Values as given, or the task's defaults; a value that does not fit fails the step. */
  private Map<String, Json> inputs(Turn turn, Node.Task task, TaskSpec spec)
      throws EvaluationException {
    Map<String, Json> given = program.names(turn.body()).evaluate(task.with());
    Map<String, Json> inputs = new LinkedHashMap<>();
    for (TaskSpec.Param param : spec.inputs()) {
      Json value = given.getOrDefault(param.name(), Json.NULL);
      PlanExpr defaultValue = param.defaultValue();
      boolean left =
          !given.containsKey(param.name())
              || !TypeCheck.check(param.name(), param.type(), Json.NULL).ok();
      if (value == Json.NULL && defaultValue != null && left) {
        value = program.names(turn.body(), inputs).evaluate(defaultValue);
      }
      TypeCheck.Result checked = TypeCheck.check(param.name(), param.type(), value);
      if (!checked.ok()) {
        throw new EvaluationException(
            "the inputs of task `" + spec.name() + "` do not fit: " + checked.describe());
      }
      inputs.put(param.name(), checked.value());
    }
    return inputs;
  }

  /** They must not fail, whatever is done with them. */
  private static void evaluateTheRest(Names inside, Node.Task task, TaskSpec spec)
      throws EvaluationException {
    inside.evaluate(spec.env());
    for (PlanExpr arg : spec.args()) {
      inside.evaluate(arg);
    }
    evaluate(inside, spec.stdin());
    evaluate(inside, task.policy().idempotencyKey());
  }

  private static void evaluate(Names inside, @Nullable PlanExpr expr) throws EvaluationException {
    if (expr != null) {
      inside.evaluate(expr);
    }
  }

  private Ended attempt(
      Turn turn, Node.Task task, TaskSpec spec, Map<String, Json> inputs, Names inside, long at)
      throws EvaluationException {
    if (turn.run().attempts() == 1 || task.retry().errors().contains(StepError.CHECK_FAILED)) {
      Reply.Failure failed = check(turn, task.policy().checks(), inside);
      if (failed != null) {
        return new Ended(failed, at);
      }
    }
    Reply reply =
        program.world().task(turn.asker(program, turn.run().attempts()), spec, Json.object(inputs));
    return limited(reply, task.timeouts(), at);
  }

  /** The first check that does not hold. */
  private Reply.@Nullable Failure check(Turn turn, List<Check> checks, Names inside)
      throws EvaluationException {
    for (int i = 0; i < checks.size(); i++) {
      Check check = checks.get(i);
      boolean holds =
          switch (check) {
            case Check.That that -> inside.evaluate(that.that()).equals(Json.TRUE);
            case Check.Program p ->
                program.world().check(turn.asker(program, turn.run().attempts()), i);
          };
      if (!holds) {
        String message = Steps.text(inside.evaluate(check.message()));
        return new Reply.Failure(StepError.CHECK_FAILED, message);
      }
    }
    return null;
  }

  /** What becomes of an attempt under its own limits. */
  private static Ended limited(Reply reply, Timeouts limits, long at) {
    if (limits.queue() > 0 && reply.queued() > limits.queue()) {
      return timeout(Turn.after(at, limits.queue()), "waited for a worker longer", limits.queue());
    }
    long began = Turn.after(at, reply.queued());
    long took = reply.outcome() instanceof Reply.Never ? Turn.NEVER : reply.took();
    if (limits.heartbeat() > 0
        && reply.silence() > limits.heartbeat()
        && (limits.attempt() == 0 || limits.heartbeat() < limits.attempt())) {
      String message = "was silent for longer than " + limits.heartbeat() + " ms";
      return new Ended(
          new Reply.Failure(StepError.STALLED, message), Turn.after(began, limits.heartbeat()));
    }
    if (limits.attempt() > 0 && took > limits.attempt()) {
      return timeout(Turn.after(began, limits.attempt()), "ran longer", limits.attempt());
    }
    return new Ended(reply.outcome(), Turn.after(began, took));
  }

  private static Ended timeout(long at, String what, long limit) {
    String message = what + " than " + limit + " ms";
    return new Ended(new Reply.Failure(StepError.TIMEOUT, message), at);
  }

  /** Outputs in their canonical form, or what is wrong with them. */
  private static Reply.Outcome checked(TaskSpec spec, Reply.Outcome outcome) {
    if (!(outcome instanceof Reply.Success(Json.Obj given, var made))) {
      return outcome;
    }
    Map<String, Type> types = new LinkedHashMap<>();
    spec.outputs().forEach(output -> types.put(output.name(), output.type()));
    TypeCheck.Result result = TypeCheck.check("outputs", new Type.RecordOf("", types), given);
    return result.ok() && result.value() instanceof Json.Obj outputs
        ? new Reply.Success(outputs, made)
        : new Reply.Failure(StepError.OUTPUT_TYPE_ERROR, result.describe());
  }
}
