package dev.jobc.source;

import org.jspecify.annotations.Nullable;

/**
 * A text that was read, without byte order mark, and the path it is shown under. Equality is by
 * path and text.
 */
public final class SourceFile {
  private final String path;
  private final String text;
  private @Nullable LineMap lines;

  /**
   * A source text.
   *
   * @param path as the user should see it, with {@code /}
   */
  public SourceFile(String path, String text) {
    this.path = path;
    this.text = text;
  }

  public String path() {
    return path;
  }

  public String text() {
    return text;
  }

  /** Line numbers of this text, computed at first use. */
  public LineMap lines() {
    LineMap known = lines;
    if (known == null) {
      known = LineMap.of(text);
      lines = known;
    }
    return known;
  }

  public Place place(Span span) {
    return new Place(this, span);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SourceFile that && path.equals(that.path) && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return 31 * path.hashCode() + text.hashCode();
  }

  @Override
  public String toString() {
    return path;
  }
}
