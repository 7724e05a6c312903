package dev.jobc.executor.core;

import dev.jobc.executor.TaskError;
import dev.jobc.executor.core.ScopeImage.Progress;
import dev.jobc.plan.ResultFrom;
import org.jspecify.annotations.Nullable;

/**
 * How a graph, or one instance of it, came out.
 *
 * @param fault null unless it failed, or when nobody will ask
 */
record Result(How how, @Nullable Fault fault) {
  static final Result SUCCEEDED = new Result(How.SUCCEEDED, null);
  static final Result CANCELLED = new Result(How.CANCELLED, null);

  /** Of a scope that is over. */
  static Result of(ScopeImage scope) {
    if (scope.failed() == 0 && scope.has(Progress.RETURNED)) {
      return new Result(How.RETURNED, null);
    }
    if (scope.has(Progress.CANCELLED)) {
      return scope.has(Progress.STOPPED)
          ? new Result(How.FAILED, new Fault(scope.number(), scope.parent(), TaskError.CANCELLED))
          : CANCELLED;
    }
    return scope.failed() > 0 ? new Result(How.FAILED, scope.progress().fault()) : SUCCEEDED;
  }

  /**
   * Of an instance in which every step has ended, but for one that evaluates outputs.
   *
   * @param from whose failures count
   */
  static Result of(RunImage image, GraphShape graph, ScopeImage scope, int item, ResultFrom from) {
    boolean cancelled = false;
    boolean failed = false;
    Fault first = null;
    for (int node = 0; node < graph.size(); node++) {
      StepRef ref = new StepRef(scope.number(), item * graph.size() + node);
      Ending ending = image.ending(ref);
      cancelled |= ending == Ending.CANCELLED;
      if (ending != null && ending.isFailure() && graph.counts(node, from)) {
        failed = true;
        first = earlier(first, image.faults().get(ref));
      }
    }
    if (scope.has(Progress.BROKEN)) {
      return new Result(How.FAILED, first);
    }
    if (scope.has(Progress.RETURNED)) {
      return new Result(How.RETURNED, null);
    }
    return cancelled ? CANCELLED : failed ? new Result(How.FAILED, first) : SUCCEEDED;
  }

  static @Nullable Fault earlier(@Nullable Fault a, @Nullable Fault b) {
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    return a.number() <= b.number() ? a : b;
  }
}
