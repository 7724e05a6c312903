package dev.jobc.executor.core;

import dev.jobc.executor.StepState;
import java.util.List;

/**
 * The one table of what may happen to a step. {@code docs/state-machine.md} is drawn from it;
 * nothing else changes the state of a step.
 */
public enum Transition {
  RELEASED(StepState.WAITING, StepState.READY, "its join rule holds for what it needs"),
  ENTERED(
      StepState.WAITING, StepState.RUNNING, "its join rule holds, and it runs steps of its own"),
  JOINED(StepState.WAITING, StepState.SUCCEEDED, "end of a block: everything in it has succeeded"),
  PRECLUDED(
      StepState.WAITING,
      StepState.SKIPPED,
      "its join rule can't hold any more because of a failure"),
  PASSED_OVER(
      StepState.WAITING,
      StepState.SKIPPED,
      "its join rule can't hold any more, and no failure is the reason"),
  KEPT(StepState.WAITING, StepState.SUCCEEDED, "it succeeded in the run that this one takes up"),
  CLAIMED(StepState.READY, StepState.RUNNING, "a worker has taken it"),
  GIVEN_BACK(StepState.RUNNING, StepState.READY, "its worker stops or has no room for it"),
  LOST(StepState.RUNNING, StepState.READY, "its worker died; the loss is not counted"),
  RETRIED(StepState.RUNNING, StepState.RETRYING, "the attempt failed and may be repeated"),
  DUE(StepState.RETRYING, StepState.READY, "the wait before the next attempt is over"),
  SUCCEEDED(StepState.RUNNING, StepState.SUCCEEDED, "the task, or all that it ran, succeeded"),
  UNMET(StepState.RUNNING, StepState.SKIPPED, "its condition does not hold"),
  DECLINED(StepState.RUNNING, StepState.SKIPPED, "the task asked to be skipped"),
  FAILED(StepState.RUNNING, StepState.FAILED, "no attempt is left, or what it ran failed"),
  TOLERATED(StepState.RUNNING, StepState.FAILED, "the same, and its author said to go on"),
  ABANDONED(
      StepState.RUNNING,
      StepState.FAILED,
      "its worker died three times in a row, or once if its author says so"),
  PAUSED(StepState.RUNNING, StepState.PAUSED, "it waits for a time, a signal or a person"),
  HELD(StepState.RUNNING, StepState.PAUSED, "its worker died, and its author wants a look first"),
  LET_GO(StepState.PAUSED, StepState.READY, "somebody has looked after its worker died"),
  GIVEN_UP(StepState.PAUSED, StepState.FAILED, "the same, and it is not to run again"),
  ANSWERED(StepState.PAUSED, StepState.SUCCEEDED, "the signal, or the answer, has come"),
  DENIED(StepState.PAUSED, StepState.FAILED, "the answer was no"),
  AWAKE(StepState.PAUSED, StepState.READY, "its time is over"),
  STOPPED(
      List.of(
          StepState.WAITING,
          StepState.READY,
          StepState.RUNNING,
          StepState.RETRYING,
          StepState.PAUSED),
      StepState.FAILED,
      "somebody has cancelled it"),
  CALLED_OFF(
      List.of(
          StepState.WAITING,
          StepState.READY,
          StepState.RUNNING,
          StepState.RETRYING,
          StepState.PAUSED),
      StepState.CANCELLED,
      "what it belongs to ended early");

  private final List<StepState> from;
  private final StepState to;
  private final String cause;

  Transition(StepState from, StepState to, String cause) {
    this(List.of(from), to, cause);
  }

  Transition(List<StepState> from, StepState to, String cause) {
    this.from = from;
    this.to = to;
    this.cause = cause;
  }

  /** The states it may begin in. */
  public List<StepState> from() {
    return from;
  }

  public StepState to() {
    return to;
  }

  public String cause() {
    return cause;
  }
}
