package dev.jobc.executor.core;

/** How a step ends that is as good as what it ran. */
final class Endings {
  private Endings() {}

  static void endAs(Cascade cascade, StepRef ref, Result result) {
    switch (result.how()) {
      case SUCCEEDED, RETURNED -> cascade.end(ref, Transition.SUCCEEDED);
      case FAILED -> cascade.fail(ref, Transition.FAILED, result.fault());
      case CANCELLED -> cascade.end(ref, Transition.CALLED_OFF);
    }
  }
}
