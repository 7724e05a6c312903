package dev.jobc.compiler.resolve;

import dev.jobc.source.Place;

/**
 * Why a step may have no outputs when another one reads them.
 *
 * @param step the step that this keeps from succeeding; the one whose outputs are read, or one
 *     around or before it
 * @param place what the author wrote that makes it so
 * @param text for a label at that place
 */
public record Cause(Kind kind, Step step, Place place, String text) {

  /** What becomes of the step. */
  public enum Kind {
    /** Skipped by its own {@code if}. */
    CONDITION,
    /** Skipped for another reason. */
    SKIPPED,
    /** Failed, and what reads it starts all the same. */
    FAILED,
    /** In a part of a step that need not have been taken. */
    NOT_TAKEN,
    /** Succeeded without what it waited for. */
    TIMED_OUT
  }

  boolean skips() {
    return kind == Kind.CONDITION || kind == Kind.SKIPPED;
  }
}
