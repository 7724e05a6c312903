package dev.jobc.executor.core;

/** How the instances of a graph came out. */
public enum How {
  SUCCEEDED,
  /** A step in it that counts has failed. */
  FAILED,
  /** It ended early, before everything in it had. */
  CANCELLED,
  /** A {@code return} in it ends the run as succeeded. */
  RETURNED
}
