package dev.jobc.executor.core;

import dev.jobc.executor.TaskError;
import dev.jobc.executor.core.RunEvent.LeftBehind;
import dev.jobc.executor.core.RunEvent.ScopeMarked;
import dev.jobc.executor.core.ScopeImage.Progress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;

/**
 * Somebody cancels a step: it fails with {@code Cancelled}, and the run goes on as after any other
 * failure. What the step runs is cancelled first, and cleans up.
 */
final class Stops {
  private final Cascade cascade;

  Stops(Cascade cascade) {
    this.cascade = cascade;
  }

  void cancel(RunCommand.CancelStep order) {
    cascade.image().openBelow(ScopeImage.NOBODY.scope());
    int workflow = cascade.image().workflow(cascade.plan()).number();
    Map<StepRef, List<ScopeImage>> open = cascade.image().openBelow(workflow);
    for (StepRef ref : instances(order)) {
      List<ScopeImage> below = open.getOrDefault(ref, List.of());
      below.stream().filter(scope -> !Early.goesOn(scope)).forEach(scope -> stop(scope, open));
      if (below.isEmpty()) {
        Fault fault = new Fault(cascade.nextNumber(), ref, TaskError.CANCELLED);
        cascade.fail(ref, Transition.STOPPED, fault);
        cascade.emit(new LeftBehind(ref));
      }
    }
  }

  private void stop(ScopeImage scope, Map<StepRef, List<ScopeImage>> open) {
    if (!scope.has(Progress.CUT)) {
      cascade.emit(new ScopeMarked(scope.number(), Progress.STOPPED));
      new Early(cascade).cut(cascade.image().scope(scope.number()), open);
    }
  }

  /** Those of the step that have not ended, in the order of their scopes. */
  private List<StepRef> instances(RunCommand.CancelStep order) {
    List<StepRef> found = new ArrayList<>();
    cascade.image().scopes().values().stream()
        .filter(scope -> !scope.has(Progress.OVER) && !scope.has(Progress.CUT))
        .sorted(Comparator.comparingInt(ScopeImage::number))
        .forEach(scope -> addInstances(scope, order, found));
    return found;
  }

  private void addInstances(ScopeImage scope, RunCommand.CancelStep order, List<StepRef> found) {
    GraphShape graph = cascade.plan().graph(scope.graph());
    for (int step = 0; step < scope.released() * graph.size(); step++) {
      StepRef ref = new StepRef(scope.number(), step);
      boolean meant =
          graph.node(step % graph.size()).id().equals(order.step())
              && (order.items().isEmpty() || order.items().equals(items(ref)));
      if (meant && cascade.image().ending(ref) == null) {
        found.add(ref);
      }
    }
  }

  /** The numbers of the items of maps that a step belongs to, the outermost first. */
  private List<Integer> items(StepRef ref) {
    LinkedList<Integer> items = new LinkedList<>();
    StepRef at = ref;
    for (ScopeImage scope = cascade.image().scope(at.scope()); !scope.isOfWorkflow(); ) {
      if (scope.role() == Role.ITEMS) {
        items.addFirst(scope.first() + at.step() / cascade.plan().graph(scope.graph()).size());
      }
      at = scope.parent();
      scope = cascade.image().scope(at.scope());
    }
    return items;
  }
}
