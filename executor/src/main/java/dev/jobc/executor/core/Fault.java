package dev.jobc.executor.core;

/**
 * Why a step failed, or could not start.
 *
 * @param number grows with every failure of a run, so that the first one can be told
 * @param origin the step that raised the error; what it said is in the history of that step
 * @param name of the error
 */
public record Fault(int number, StepRef origin, String name) {

  /** The same error, as the failure of another step. */
  Fault passedOn(int later) {
    return new Fault(later, origin, name);
  }
}
