package dev.jobc.source;

import java.util.Comparator;

/** A span of a file; ordered by path, then by position. */
public record Place(SourceFile file, Span span) implements Comparable<Place> {
  private static final Comparator<Place> ORDER =
      Comparator.<Place, String>comparing(place -> place.file().path()).thenComparing(Place::span);

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
    return ORDER.compare(this, other);
  }
}
