package dev.jobc.executor.core;

import dev.jobc.executor.core.RunEvent.ScopeMarked;
import dev.jobc.executor.core.RunEvent.ScopeOpened;
import dev.jobc.executor.core.RunImage.Part;
import dev.jobc.executor.core.ScopeImage.Progress;
import dev.jobc.plan.Flow;
import dev.jobc.plan.Node;
import org.jspecify.annotations.Nullable;

/**
 * Undoes what a body has done: completed steps, newest first, one after the other. What undoes a
 * step is kept as a scope that waits, opened when the step has succeeded, so that the numbers of
 * these scopes tell in what order steps ended.
 */
final class Sagas {
  private static final int NEWEST = Integer.MAX_VALUE;

  private final Cascade cascade;

  Sagas(Cascade cascade) {
    this.cascade = cascade;
  }

  /** A step has succeeded that can be undone. */
  void completed(StepRef ref, int graph) {
    ScopeImage undo =
        ScopeImage.of(cascade.nextNumber(), ref, Role.UNDO, 0, graph, 1, cascade.now());
    cascade.emit(new ScopeOpened(undo.with(Progress.HIDDEN)));
  }

  /** Begins to undo what a body that is over has done; false when there is nothing. */
  boolean undo(ScopeImage body) {
    return undo(body, NEWEST);
  }

  private boolean undo(ScopeImage body, int before) {
    ScopeImage newest =
        cascade.image().newest(cascade.plan(), new Part.Undo(body.number(), before));
    if (newest == null) {
      return false;
    }
    cascade.emit(new ScopeMarked(body.number(), Progress.UNDOING));
    cascade.start(newest.number(), 0);
    return true;
  }

  /** A step has been undone. That this has failed keeps nothing else from being undone. */
  void over(ScopeImage undo, Blocks blocks) {
    ScopeImage body = bodyOf(undo);
    StepRef ref = body.parent();
    if (!undo(body, undo.number()) && cascade.node(ref) instanceof Flow.Block block) {
      blocks.undone(ref, block, body);
    }
  }

  private ScopeImage bodyOf(ScopeImage undo) {
    RunImage image = cascade.image();
    ScopeImage at = image.scope(undo.parent().scope());
    while (!at.has(Progress.UNDOING) || image.ending(at.parent()) != null) {
      at = image.scope(at.parent().scope());
    }
    return at;
  }

  /** Looks for it among the scopes at hand. */
  static @Nullable ScopeImage newest(RunImage image, PlanShape plan, Part.Undo undo) {
    ScopeImage newest = null;
    for (ScopeImage scope : image.scopes().values()) {
      boolean waits = scope.role() == Role.UNDO && scope.released() == 0;
      boolean isNewer = newest == null || scope.number() > newest.number();
      if (waits
          && isNewer
          && scope.number() < undo.before()
          && isBelow(scope.parent(), undo.scope(), image, plan)) {
        newest = scope;
      }
    }
    return newest;
  }

  /** Not what is undone as a part of something else, and nothing that undoes. */
  private static boolean isBelow(StepRef step, int body, RunImage image, PlanShape plan) {
    for (ScopeImage at = image.scope(step.scope()); at.number() != body; ) {
      if (at.isOfWorkflow() || at.role() == Role.UNDO) {
        return false;
      }
      ScopeImage outer = image.scope(at.parent().scope());
      Node around = plan.node(outer.graph(), at.parent().step());
      if (around.head().compensate() != null && image.ending(at.parent()) == Ending.SUCCEEDED) {
        return false;
      }
      at = outer;
    }
    return true;
  }
}
