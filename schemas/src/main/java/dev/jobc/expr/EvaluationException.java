package dev.jobc.expr;

/**
 * An expression failed on the values of this run: division by zero, index out of range, a missing
 * key, overflow. The message is for people and names the values.
 */
public final class EvaluationException extends Exception {
  private static final long serialVersionUID = 1L;

  public EvaluationException(String message) {
    // No stack trace: it is a fact about the run's values, thrown in hot loops.
    super(message, null, false, false);
  }
}
