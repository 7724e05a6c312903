package dev.jobc.model;

/** A block that belongs to a step, and what it is to the step. */
public record PartDoc(Role role, BlockDoc block) {

  /** When the steps of a part run. */
  public enum Role {
    /** They are the step. */
    BODY,
    /** Instead of the other cases of the step, or not at all. */
    CASE,
    /** Again and again, until the step has what it wants. */
    TURN,
    /** Started by the step, beside the other branches or as often as it takes. */
    BRANCH,
    /** When a step of the body has failed. */
    CATCH,
    /** When everything else of the step has ended, whatever way. */
    FINALLY,
    /** When the step has succeeded and the saga around it failed later. */
    COMPENSATE
  }
}
