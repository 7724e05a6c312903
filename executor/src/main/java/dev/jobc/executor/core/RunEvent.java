package dev.jobc.executor.core;

import dev.jobc.executor.RunState;
import org.jspecify.annotations.Nullable;

/** What has happened to a run. */
public sealed interface RunEvent {

  /** A step may be worked on. */
  record Released(StepRef ref) implements RunEvent {}

  /**
   * A step waits without a worker; looked at again in {@code delay} milliseconds if not below 0.
   */
  record Paused(StepRef ref, Tries next, long delay) implements RunEvent {}

  /** A step goes back to wait for another attempt, {@code delay} milliseconds from now. */
  record Requeued(StepRef ref, Transition transition, Tries next, long delay) implements RunEvent {}

  /**
   * A step has reached a terminal state.
   *
   * @param fault why it failed; null when it has not, or when nobody will ask
   */
  record Ended(StepRef ref, Transition transition, @Nullable Fault fault) implements RunEvent {
    Ended(StepRef ref, Transition transition) {
      this(ref, transition, null);
    }

    Ending ending() {
      return switch (transition) {
        case SUCCEEDED, JOINED, KEPT -> Ending.SUCCEEDED;
        case TOLERATED -> Ending.TOLERATED;
        case FAILED, ABANDONED, STOPPED -> Ending.FAILED;
        case DECLINED, PASSED_OVER, UNMET -> Ending.DECLINED;
        case PRECLUDED -> Ending.PRECLUDED;
        case CALLED_OFF -> Ending.CANCELLED;
        case ANSWERED, DENIED, GIVEN_UP ->
            throw new IllegalStateException(transition + " is told as if a worker had done it");
        case RELEASED,
            ENTERED,
            CLAIMED,
            GIVEN_BACK,
            LOST,
            RETRIED,
            DUE,
            PAUSED,
            AWAKE,
            HELD,
            LET_GO ->
            throw new IllegalStateException(transition + " does not end a step");
      };
    }
  }

  /** A step that runs graphs has work of its own to do, {@code delay} milliseconds from now. */
  record Resumed(StepRef ref, long delay) implements RunEvent {}

  /**
   * A step that runs graphs is looked at again, {@code delay} milliseconds from now, if it has not
   * ended.
   *
   * @param tries which of its graphs it is about
   */
  record Watched(StepRef ref, Tries tries, long delay) implements RunEvent {}

  /** A step has ended, and work that was released for it may still wait somewhere. */
  record LeftBehind(StepRef ref) implements RunEvent {}

  /** Flags of {@link ScopeImage.Progress} are set. */
  record ScopeMarked(int scope, int flags) implements RunEvent {}

  /** A {@code return}, or a later try, decides what the run gives. */
  record OutputsGiven(StepRef ref) implements RunEvent {}

  /** What a task has given is not to be seen: what its code has called did not succeed. */
  record OutputsDropped(StepRef ref) implements RunEvent {}

  /** What the code of a task has called has made so many calls more. */
  record CallsCounted(int scope, int more) implements RunEvent {}

  /** A step runs a graph. */
  record ScopeOpened(ScopeImage scope) implements RunEvent {}

  /** The next instance of a scope starts. */
  record ItemStarted(int scope, int item) implements RunEvent {}

  /**
   * Every step of an instance has ended.
   *
   * @param fault null unless it failed, or when nobody will ask
   */
  record ItemEnded(int scope, int item, How how, @Nullable Fault fault) implements RunEvent {}

  /** A further try of the workflow begins in {@code delay} milliseconds. */
  record TryPutOff(int scope, long delay) implements RunEvent {}

  record RunEnded(RunState state) implements RunEvent {}
}
