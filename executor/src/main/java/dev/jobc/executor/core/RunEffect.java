package dev.jobc.executor.core;

import dev.jobc.executor.RunState;

/** What the world owes a run after an event. */
public sealed interface RunEffect {

  /**
   * Puts work into the job table.
   *
   * @param delay milliseconds to wait before, 0 for none
   */
  record Enqueue(StepRef ref, Tries tries, long delay) implements RunEffect {}

  /** Keeps a new map and its items. */
  record KeepScope(ScopeImage scope) implements RunEffect {}

  /** Throws away work of steps that have ended, wherever it is, and stops what is under way. */
  record Halt() implements RunEffect {}

  /** What a step gives is what the run gives. */
  record KeepOutputs(StepRef ref) implements RunEffect {}

  /** What a step has given is thrown away. */
  record DropOutputs(StepRef ref) implements RunEffect {}

  /**
   * Begins a further try of the workflow, see {@link RunCommand.TryAgain}.
   *
   * @param delay milliseconds from now
   */
  record TryLater(int scope, long delay) implements RunEffect {}

  /** Tells who waits for the run. */
  record AnnounceEnd(RunState state) implements RunEffect {}
}
