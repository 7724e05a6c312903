package dev.jobc.executor.core;

import dev.jobc.executor.core.ScopeImage.Progress;
import dev.jobc.plan.Node;

/**
 * Maps: items in order, so many at once; none is started after one has failed, unless the author
 * wants all of them to run.
 */
final class Maps {
  private final Cascade cascade;

  Maps(Cascade cascade) {
    this.cascade = cascade;
  }

  void open(RunCommand.Open open, Node.ForEach map) {
    if (open.size() == 0 || cascade.plan().graph(map.body()).size() == 0) {
      cascade.end(open.ref(), Transition.SUCCEEDED);
      return;
    }
    int number = cascade.nextNumber();
    ScopeImage scope =
        ScopeImage.of(number, open.ref(), Role.ITEMS, 0, map.body(), open.size(), cascade.now());
    cascade.open(scope, Math.min(map.maxParallel(), open.size()));
  }

  /** The items of a map that a run takes up begin, with what is kept of them. */
  void goOn(ScopeImage scope, Node.ForEach map) {
    for (int item = 0; item < Math.min(map.maxParallel(), scope.size()); item++) {
      cascade.start(scope.number(), item);
    }
  }

  void itemOver(ScopeImage scope) {
    boolean stops =
        scope.failed() > 0
            && cascade.node(scope.parent()) instanceof Node.ForEach map
            && map.failFast();
    boolean goesOn = !stops && !scope.has(Progress.CUT);
    if (goesOn && scope.released() < scope.size()) {
      cascade.start(scope.number(), scope.released());
    } else if (scope.isOver()) {
      Endings.endAs(cascade, scope.parent(), Result.of(scope), scope);
    }
  }
}
