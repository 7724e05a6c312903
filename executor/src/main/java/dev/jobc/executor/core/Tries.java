package dev.jobc.executor.core;

/**
 * How often a step instance has been tried.
 *
 * @param attempt number of the attempt under way or next, from 1
 * @param lost how many attempts before it died with their worker; they don't count towards a
 *     policy's {@code maxAttempts}
 * @param streak how many of those came directly before it
 */
public record Tries(int attempt, int lost, int streak) {
  public static final Tries FIRST = new Tries(1, 0, 0);

  /** Of work that looks whether a step has taken too long. */
  public static final Tries WATCH = new Tries(2, 0, 0);

  /** Losses in a row after which a step is not given to a further worker. */
  public static final int MAX_STREAK = 3;

  /** Attempts that count, this one included. */
  public int counted() {
    return attempt - lost;
  }

  public Tries afterFailure() {
    return new Tries(attempt + 1, lost, 0);
  }

  public Tries afterLoss() {
    return new Tries(attempt + 1, lost + 1, streak + 1);
  }
}
