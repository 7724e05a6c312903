package dev.jobc.yaml;

import dev.jobc.source.SourceFile;
import dev.jobc.source.Span;
import org.jspecify.annotations.Nullable;

/**
 * The text of a scalar, and where each of its characters stands in the file: quotes, escapes,
 * folding and indentation are accounted for.
 */
public final class ScalarText {

  /** How a scalar was written. */
  public enum Style {
    PLAIN,
    SINGLE_QUOTED,
    DOUBLE_QUOTED,
    LITERAL,
    FOLDED;

    boolean isBlock() {
      return this == LITERAL || this == FOLDED;
    }
  }

  private final SourceFile file;
  private final String value;
  private final Style style;
  private final Span span;
  private int @Nullable [] starts;
  private int @Nullable [] ends;

  /**
   * A scalar's text.
   *
   * @param value decoded
   * @param span the scalar with its quotes or block header
   */
  public ScalarText(SourceFile file, String value, Style style, Span span) {
    this.file = file;
    this.value = value;
    this.style = style;
    this.span = span;
  }

  public SourceFile file() {
    return file;
  }

  /** Decoded text. */
  public String value() {
    return value;
  }

  public Style style() {
    return style;
  }

  /** The whole scalar in the file. */
  public Span span() {
    return span;
  }

  /** The place in the file of a range of the decoded text. */
  public Span toFile(int start, int end) {
    if (starts == null || ends == null) {
      ScalarAlignment alignment = ScalarAlignment.of(this);
      starts = alignment.starts();
      ends = alignment.ends();
    }
    int from = start < value.length() ? starts[start] : lastEnd(ends);
    int to = end > start ? ends[end - 1] : from;
    return new Span(from, Math.max(from, to));
  }

  public Span toFile(Span range) {
    return toFile(range.start(), range.end());
  }

  private int lastEnd(int[] known) {
    return known.length == 0 ? ScalarAlignment.contentStart(this) : known[known.length - 1];
  }

  @Override
  public String toString() {
    return value;
  }
}
