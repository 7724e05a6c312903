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

  private static final int WATCH = 2;

  /** Losses in a row after which a step is not given to a further worker. */
  public static final int MAX_STREAK = 3;

  /** Of work that looks whether the graph of a step that runs graphs has taken too long. */
  static Tries watch(int first) {
    return new Tries(WATCH + first, 0, 0);
  }

  /** For a step that runs graphs: which of them may have taken too long; below 0 for other work. */
  public int watched() {
    return counted() - WATCH;
  }

  /** Attempts that count, this one included. */
  public int counted() {
    return attempt - lost;
  }

  /** The same, such that a loss is the last that is borne. */
  public Tries lastStraw() {
    return new Tries(attempt, lost, MAX_STREAK - 1);
  }

  public Tries afterFailure() {
    return new Tries(attempt + 1, lost, 0);
  }

  public Tries afterLoss() {
    return new Tries(attempt + 1, lost + 1, streak + 1);
  }
}
