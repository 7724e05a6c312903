package dev.jobc.plan;

/**
 * Limits in milliseconds; 0 for no limit.
 *
 * @param attempt how long one attempt may run
 */
public record Timeouts(long attempt) {
  public static final Timeouts NONE = new Timeouts(0);
}
