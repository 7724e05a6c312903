package dev.jobc.executor.core;

import dev.jobc.executor.core.RunEvent.OutputsGiven;
import dev.jobc.executor.core.RunEvent.ScopeMarked;
import dev.jobc.executor.core.ScopeImage.Progress;
import dev.jobc.plan.ResultFrom;
import java.util.List;
import java.util.Map;

/**
 * Ends what is under way before its time. Steps are cancelled, from the outside in; handlers that
 * must run in any case go on to their end, and those that have not run yet run then.
 */
final class Early {
  private final Cascade cascade;

  Early(Cascade cascade) {
    this.cascade = cascade;
  }

  /** Cancels everything in a scope that has not ended. */
  void cut(ScopeImage scope) {
    cut(scope, cascade.image().openBelow(scope.number()));
  }

  /** The steps of the workflow have taken longer than they may. */
  void timeOut() {
    GraphShape steps = cascade.plan().root();
    ScopeImage root = cascade.image().workflow(cascade.plan());
    boolean ended =
        cascade.image().allEnded(root.number(), 0, steps.size() - (steps.hasOutputs() ? 1 : 0));
    if (!ended && !root.has(Progress.CUT) && !root.has(Progress.OVER)) {
      // The outputs were still to come, whatever becomes of the steps, unless some have failed.
      How soFar = Result.of(cascade.image(), steps, root, 0, ResultFrom.ALL).how();
      boolean outputs = steps.hasOutputs() && soFar != How.FAILED;
      cascade.emit(
          new ScopeMarked(
              root.number(), outputs ? Progress.LATE | Progress.CANCELLED : Progress.LATE));
      cut(cascade.image().scope(root.number()));
    }
  }

  /** A try of a block has taken longer than it may. */
  void timeOut(ScopeImage body) {
    if (!body.has(Progress.CUT) && !body.has(Progress.OVER)) {
      cascade.emit(new ScopeMarked(body.number(), Progress.LATE));
      cut(cascade.image().scope(body.number()));
    }
  }

  /** The run is cancelled. What handles that, or must run in any case, goes on to its end. */
  void cutRun() {
    ScopeImage root = cascade.image().workflow(cascade.plan());
    if (!root.has(Progress.OVER)) {
      cut(root);
      return;
    }
    StepRef nobody = ScopeImage.NOBODY;
    Map<StepRef, List<ScopeImage>> open = cascade.image().openBelow(nobody.scope());
    List<ScopeImage> handlers = open.getOrDefault(nobody, List.of());
    for (ScopeImage handler : handlers) {
      if (!goesOn(handler)) {
        cut(handler, open);
      }
    }
    if (handlers.isEmpty()) {
      cascade.families().outputsCut();
    }
  }

  /** Cancels what a step still runs that has ended. */
  void cutBelow(StepRef ref) {
    if (cascade.families().mayRunGraphs(ref)) {
      Map<StepRef, List<ScopeImage>> open = cascade.image().openBelow(ref.scope());
      open.getOrDefault(ref, List.of()).forEach(scope -> cut(scope, open));
    }
  }

  /**
   * A {@code return}: everything around it ends, and is done by it. In what undoes a step it ends
   * only that.
   */
  void endRun(StepRef ref) {
    cascade.end(ref, Transition.SUCCEEDED);
    ScopeImage at = cascade.image().scope(ref.scope());
    while (true) {
      cascade.emit(new ScopeMarked(at.number(), Progress.RETURNED));
      cut(cascade.image().scope(at.number()));
      if (at.isOfWorkflow()) {
        cascade.emit(new OutputsGiven(ref));
        return;
      }
      if (at.role() == Role.UNDO) {
        return;
      }
      at = cascade.image().scope(at.parent().scope());
    }
  }

  void cut(ScopeImage scope, Map<StepRef, List<ScopeImage>> open) {
    if (scope.has(Progress.CUT) || scope.has(Progress.OVER)) {
      return;
    }
    boolean missing = scope.released() < scope.size();
    int flags = missing ? Progress.CUT | Progress.CANCELLED : Progress.CUT;
    cascade.emit(new ScopeMarked(scope.number(), flags));
    if (scope.released() == 0) {
      cascade.families().neverStarted(scope);
      return;
    }
    int steps = scope.released() * graph(scope).size();
    // After a clause of `catch` that handles a time-out the outputs are evaluated.
    boolean mayGive = scope.isWorkflow() && scope.has(Progress.LATE) && graph(scope).hasOutputs();
    for (int step = 0; step < (mayGive ? steps - 1 : steps); step++) {
      StepRef ref = new StepRef(scope.number(), step);
      if (cascade.image().ending(ref) == null) {
        cut(ref, open);
      }
    }
  }

  private GraphShape graph(ScopeImage scope) {
    return cascade.plan().graph(scope.graph());
  }

  private void cut(StepRef ref, Map<StepRef, List<ScopeImage>> open) {
    List<ScopeImage> below = open.getOrDefault(ref, List.of());
    if (below.isEmpty()) {
      cascade.end(ref, Transition.CALLED_OFF);
    }
    for (ScopeImage scope : below) {
      if (!goesOn(scope)) {
        cut(scope, open);
      }
    }
  }

  /** Whether a scope is not touched by an early end around it. */
  static boolean goesOn(ScopeImage scope) {
    Cause cause = scope.cause();
    boolean handlesThis =
        scope.role() == Role.CATCH && cause != null && cause.how() == How.CANCELLED;
    return scope.role().isCleanUp() || handlesThis;
  }
}
