package dev.jobc.compiler.types.expr;

/**
 * What comes of an expression: a value, written in one way for both implementations, or no value.
 */
sealed interface Outcome {
  record Value(String text) implements Outcome {
    @Override
    public String toString() {
      return text;
    }
  }

  /** It is refused before anything is computed. */
  record Refused(String message) implements Outcome {
    @Override
    public String toString() {
      return "refused: " + message;
    }
  }

  /** It fails on these values. */
  record Failed(String message) implements Outcome {
    @Override
    public String toString() {
      return "fails: " + message;
    }
  }

  /** The same value, or the same kind of error. */
  default boolean agreesWith(Outcome other) {
    return this instanceof Value ? equals(other) : getClass() == other.getClass();
  }
}
