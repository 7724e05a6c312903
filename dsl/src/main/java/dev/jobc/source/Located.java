package dev.jobc.source;

/** A value and where the author wrote it. */
public record Located<T>(T value, Span span) {

  /** Another value at the same place. */
  public <R> Located<R> as(R other) {
    return new Located<>(other, span);
  }
}
