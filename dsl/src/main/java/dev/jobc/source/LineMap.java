package dev.jobc.source;

import java.util.Arrays;

/**
 * Offsets to lines and columns. A line ends at {@code \n}, {@code \r\n} or a lone {@code \r};
 * columns count code points, as editors do.
 */
public final class LineMap {
  private final String text;
  private final int[] starts;

  private LineMap(String text, int[] starts) {
    this.text = text;
    this.starts = starts;
  }

  static LineMap of(String text) {
    int[] starts = new int[16];
    int count = 1;
    for (int i = 0; i < text.length(); i++) {
      if (endsLine(text, i)) {
        if (count == starts.length) {
          starts = Arrays.copyOf(starts, count * 2);
        }
        starts[count++] = i + 1;
      }
    }
    return new LineMap(text, Arrays.copyOf(starts, count));
  }

  private static boolean endsLine(String text, int i) {
    char c = text.charAt(i);
    return c == '\n' || (c == '\r' && !text.startsWith("\n", i + 1));
  }

  /** How many lines there are, at least 1. */
  public int count() {
    return starts.length;
  }

  /** The 1-based line an offset is on. */
  public int line(int offset) {
    int found = Arrays.binarySearch(starts, offset);
    return found >= 0 ? found + 1 : -found - 1;
  }

  public Position position(int offset) {
    int line = line(offset);
    int start = starts[line - 1];
    return new Position(line, text.codePointCount(start, Math.max(start, offset)) + 1);
  }

  /** A line's text without its end. */
  public Span span(int line) {
    int start = starts[line - 1];
    int end = line < starts.length ? starts[line] : text.length();
    while (end > start && (text.charAt(end - 1) == '\n' || text.charAt(end - 1) == '\r')) {
      end--;
    }
    return new Span(start, end);
  }

  /** The offset of a 1-based position; columns beyond the line's end give its end. */
  public int offset(Position position) {
    Span line = span(position.line());
    int units = line.of(text).codePointCount(0, line.length());
    return text.offsetByCodePoints(line.start(), Math.min(position.column() - 1, units));
  }
}
