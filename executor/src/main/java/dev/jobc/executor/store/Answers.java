package dev.jobc.executor.store;

import dev.jobc.executor.OpenQuestion;
import dev.jobc.executor.RunId;
import dev.jobc.executor.core.StepRef;
import dev.jobc.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What comes to runs from outside.
 *
 * <ol>
 *   <li>An answer, the end of the time for it and the end of the run meet on the run: exactly one
 *       of them ends the step.
 *   <li>A signal is taken by one step: the one that has waited longest, or the first that will
 *       wait. Until then it is kept, in order of arrival.
 * </ol>
 */
public interface Answers {

  /** An open question with what the store needs to find it again. */
  record Asked(OpenQuestion question, StepRef ref, byte[] defaults) {}

  /**
   * What an answer has brought about.
   *
   * @param taken whether a step took it
   * @param ended runs that have ended
   * @param queues queues that have got work
   */
  record Given(boolean taken, List<Long> ended, Set<Integer> queues) {}

  /** What steps wait for now, oldest first; of one run only when one is named. */
  List<Asked> open(Optional<RunId> run);

  /**
   * Sends a signal to a run.
   *
   * @param values the fields of the signal's record, or {@code value}
   * @throws dev.jobc.executor.EngineException when there is no such run, it has ended, or nothing
   *     in it waits for a signal of that name
   * @throws dev.jobc.executor.InvalidInputException when the values don't fit any step's type
   */
  Given signal(RunId run, String name, Json.Obj values);

  /** Ends a step that waits; not taken when it no longer does. */
  Given answer(RunId run, StepRef ref, Outcome outcome);
}
