package dev.jobc.executor.core;

import dev.jobc.executor.core.RunEvent.OutputsGiven;
import dev.jobc.executor.core.RunEvent.ScopeMarked;
import dev.jobc.executor.core.ScopeImage.Progress;
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

  /** A try of a block has taken longer than it may. */
  void timeOut(ScopeImage body) {
    if (!body.has(Progress.CUT) && !body.has(Progress.OVER)) {
      cascade.emit(new ScopeMarked(body.number(), Progress.LATE));
      cut(cascade.image().scope(body.number()));
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

  private void cut(ScopeImage scope, Map<StepRef, List<ScopeImage>> open) {
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
    int steps = scope.released() * cascade.plan().graph(scope.graph()).size();
    for (int step = 0; step < steps; step++) {
      StepRef ref = new StepRef(scope.number(), step);
      if (cascade.image().ending(ref) == null) {
        cut(ref, open);
      }
    }
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

  private static boolean goesOn(ScopeImage scope) {
    Cause cause = scope.cause();
    boolean handlesThis =
        scope.role() == Role.CATCH && cause != null && cause.how() == How.CANCELLED;
    return scope.role().isCleanUp() || handlesThis;
  }
}
