package dev.jobc.executor.core;

/** What a step runs a graph for. */
public enum Role {
  /** The items of a map. */
  ITEMS,
  /** The workflow's own steps, or a try of a block. */
  BODY,
  /** A clause of {@code catch}. */
  CATCH,
  /** Comes last, whatever happened. */
  FINALLY,
  /** The case of a choice. */
  CASE,
  /** A turn of a loop or poll. */
  TURN,
  /** A branch of a race. */
  BRANCH,
  /** The parts of a map-reduce. */
  PARTS,
  /** Neighbouring results of a map-reduce on their way to be one. */
  COMBINE,
  /** The end of a map-reduce. */
  REDUCE,
  /** Spawned calls. */
  CALLS,
  /** What undoes a step of a saga. */
  UNDO,
  /** What must hold before the first step of the workflow. */
  CHECK;

  /** Whether what is in it goes on to its end when what is around it ends early. */
  boolean isCleanUp() {
    return this == FINALLY || this == UNDO;
  }
}
