package dev.jobc.executor.core;

import dev.jobc.executor.core.RunEvent.ScopeMarked;
import dev.jobc.executor.core.ScopeImage.Progress;

/** How a step ends that is as good as what it ran. */
final class Endings {
  private Endings() {}

  /** Ends a step as what it ran last; a failure after a {@code return} outlives that. */
  static void endAs(Cascade cascade, StepRef ref, Result result, ScopeImage last) {
    Cause cause = last.cause();
    boolean returned =
        last.has(Progress.RETURNED) || (cause != null && cause.how() == How.RETURNED);
    if (returned && result.how() == How.FAILED) {
      cascade.emit(new ScopeMarked(ref.scope(), Progress.BROKEN));
    }
    endAs(cascade, ref, result);
  }

  private static void endAs(Cascade cascade, StepRef ref, Result result) {
    switch (result.how()) {
      case SUCCEEDED, RETURNED -> cascade.end(ref, Transition.SUCCEEDED);
      case FAILED -> cascade.fail(ref, Transition.FAILED, result.fault());
      case CANCELLED -> cascade.end(ref, Transition.CALLED_OFF);
    }
  }
}
