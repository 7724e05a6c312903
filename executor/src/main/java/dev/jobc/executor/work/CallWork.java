package dev.jobc.executor.work;

import dev.jobc.executor.EngineException;
import dev.jobc.executor.RunId;
import dev.jobc.executor.RunView;
import dev.jobc.executor.StepState;
import dev.jobc.executor.TaskError;
import dev.jobc.executor.TraceContext;
import dev.jobc.executor.store.NewRun;
import dev.jobc.executor.store.Outcome;
import dev.jobc.executor.store.RunStore;
import dev.jobc.executor.store.Work;
import dev.jobc.expr.Environment;
import dev.jobc.expr.EvaluationException;
import dev.jobc.expr.Evaluator;
import dev.jobc.expr.PlanExpr;
import dev.jobc.json.Json;
import dev.jobc.json.JsonText;
import dev.jobc.plan.SubWorkflow;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Steps that run other workflows: the first worker starts the run and lets go of the step; whoever
 * gets it again when the run has ended takes over how it ended.
 */
final class CallWork {
  private final RunStore runs;
  private final Callees callees;

  CallWork(RunStore runs, Callees callees) {
    this.runs = runs;
    this.callees = callees;
  }

  /**
   * @param trace that the run goes on if it is made, null for none
   */
  Outcome of(
      SubWorkflow call, Work work, Environment env, String directory, @Nullable TraceContext trace)
      throws EvaluationException {
    Optional<RunId> known = runs.called(new RunId(work.runId()), work.ref());
    if (known.isPresent()) {
      return result(known.get());
    }
    Optional<RunId> started;
    try {
      NewRun run = callees.run(call, with(call, env), directory);
      started = runs.call(work, run.with(trace));
    } catch (EngineException e) {
      return refused(e);
    }
    // The step has ended meanwhile: whatever is said here is refused.
    return started.isPresent() ? result(started.get()) : new Outcome.Cancelled();
  }

  private static Json.Obj with(SubWorkflow call, Environment env) throws EvaluationException {
    Json.ObjectBuilder with = Json.object();
    for (Map.Entry<String, PlanExpr> input : call.with().entrySet()) {
      with.put(input.getKey(), Evaluator.evaluate(input.getValue(), env));
    }
    return with.build();
  }

  /** The workflow's fault; trouble with the database is somebody else's. */
  private static Outcome refused(EngineException e) {
    return switch (e.kind()) {
      case NOT_FOUND, UNSUPPORTED -> failed(TaskError.LOAD_ERROR, e.getMessage());
      case INVALID_INPUT -> failed(TaskError.EXPRESSION_ERROR, e.getMessage());
      case UNREACHABLE, SCHEMA, STORAGE, TOO_LATE, INTERNAL -> throw e;
    };
  }

  private Outcome result(RunId id) {
    RunView run = runs.view(id).orElseThrow();
    return switch (run.summary().state()) {
      case RUNNING -> new Outcome.Paused(-1, null);
      case SUCCEEDED ->
          new Outcome.Succeeded(run.outputs() == null ? null : JsonText.writeBytes(run.outputs()));
      case CANCELLED -> failed(TaskError.CANCELLED, "its run " + id + " was cancelled");
      case FAILED -> failed(id, run);
    };
  }

  private static Outcome failed(RunId id, RunView run) {
    TaskError error = error(run);
    return error == null
        ? failed(TaskError.UNEXPECTED, "its run " + id + " failed")
        : new Outcome.Failed(error);
  }

  /** Of the step that failed first. */
  private static @Nullable TaskError error(RunView run) {
    TaskError ofRun = run.error();
    return ofRun != null
        ? ofRun
        : run.steps().stream()
            .filter(step -> step.state() == StepState.FAILED && step.error() != null)
            .min(
                Comparator.comparing(
                    RunView.Step::finishedAt, Comparator.nullsLast(Comparator.naturalOrder())))
            .map(RunView.Step::error)
            .orElse(null);
  }

  private static Outcome failed(String name, @Nullable String message) {
    return new Outcome.Failed(new TaskError(name, message == null ? name : message));
  }
}
