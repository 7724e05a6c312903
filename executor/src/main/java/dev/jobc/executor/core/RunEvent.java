package dev.jobc.executor.core;

import dev.jobc.executor.RunState;

/** What has happened to a run. */
public sealed interface RunEvent {

  /** A step may be worked on. */
  record Released(StepRef ref) implements RunEvent {}

  /** A step goes back to wait for another attempt, {@code delay} milliseconds from now. */
  record Requeued(StepRef ref, Transition transition, Tries next, long delay) implements RunEvent {}

  /** A step has reached a terminal state. */
  record Ended(StepRef ref, Transition transition) implements RunEvent {
    Ending ending() {
      return switch (transition) {
        case SUCCEEDED, JOINED -> Ending.SUCCEEDED;
        case FAILED, ABANDONED -> Ending.FAILED;
        case DECLINED, PASSED_OVER -> Ending.DECLINED;
        case PRECLUDED -> Ending.PRECLUDED;
        case RELEASED, CLAIMED, GIVEN_BACK, LOST, RETRIED, DUE ->
            throw new IllegalStateException(transition + " does not end a step");
      };
    }
  }

  /** A map has its items. */
  record ScopeOpened(ScopeImage scope) implements RunEvent {}

  /** The next item of a map starts. */
  record ItemStarted(int scope, int item) implements RunEvent {}

  /** Every step of an item has ended. */
  record ItemEnded(int scope, int item, boolean failed) implements RunEvent {}

  record RunEnded(RunState state) implements RunEvent {}
}
