package dev.jobc.source;

/** A span of a file; ordered by path, then by position. */
public record Place(SourceFile file, Span span) implements Comparable<Place> {
  /** The text under the span. */
  public String text() {
    return span.of(file.text());
  }

  /** {@code file:line:column}, 1-based. */
  @Override
  public String toString() {
    return file.path() + ":" + file.lines().position(span.start());
  }

  @Override
  public int compareTo(Place other) {
    int byPath = file.path().compareTo(other.file.path());
    return byPath != 0 ? byPath : span.compareTo(other.span);
  }
}
