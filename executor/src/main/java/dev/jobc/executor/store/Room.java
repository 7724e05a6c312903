package dev.jobc.executor.store;

/** Says of each released step whether the session that released it takes it at once. */
@FunctionalInterface
public interface Room {
  Room NONE = queue -> false;

  /** Whether it takes one more of this queue; counts it when it does. */
  boolean take(int queue);
}
