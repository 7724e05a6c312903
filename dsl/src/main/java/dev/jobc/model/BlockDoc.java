package dev.jobc.model;

import dev.jobc.source.Span;
import java.util.List;

/**
 * A list of steps.
 *
 * @param steps at least one, except in a partial document
 * @param key the span of the key: {@code steps}, {@code parallel}, {@code graph}
 */
public record BlockDoc(Kind kind, List<StepDoc> steps, Span key) {

  /** When a step of the block may start. */
  public enum Kind {
    /** After the one before it. */
    SEQUENCE("steps"),
    /** At once. */
    PARALLEL("parallel"),
    /** After its needs. */
    GRAPH("graph");

    private final String key;

    Kind(String key) {
      this.key = key;
    }

    /** The key that opens such a block. */
    public String key() {
      return key;
    }
  }

  public BlockDoc {
    steps = List.copyOf(steps);
  }

  /** Whether one of its steps, which are in order, leaves it for certain. */
  public boolean leaves() {
    return kind == Kind.SEQUENCE && steps.stream().anyMatch(StepDoc::leaves);
  }
}
