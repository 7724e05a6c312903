package dev.jobc.executor;

/** How a run is cancelled. */
public enum Cancelling {
  /**
   * What runs is asked to stop, then killed; handlers that must run in any case ({@code finally},
   * {@code catch} of {@code Cancelled}, compensations) go on to their end, and then the run ends.
   */
  GENTLY,

  /** The same, but the run ends now and no handler runs, not even one that has begun. */
  AT_ONCE
}
