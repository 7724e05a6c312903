package dev.jobc.diag.render;

import dev.jobc.source.SourceFile;
import dev.jobc.source.Span;

/**
 * A line of a source as it is shown, with the columns of what is marked in it. A long line is cut
 * to a window around the mark.
 */
final class Excerpt {
  /** Columns where no terminal sets a limit. */
  static final int WINDOW = 120;

  private final int window;
  private static final String CUT = "…";

  private final StringBuilder text = new StringBuilder();
  private final SourceFile file;
  private final Span line;
  private final int[] columns;
  private int from;
  private int to;

  /**
   * Shows the line; the window is chosen so that the mark's start is in it.
   *
   * @param window columns of it to show
   */
  Excerpt(SourceFile file, int lineNumber, Span mark, int window) {
    this.window = window;
    this.file = file;
    this.line = file.lines().span(lineNumber);
    this.columns = measure();
    choose(mark);
    print();
  }

  /** Display column of each offset of the line, the end included. */
  private int[] measure() {
    int[] measured = new int[line.length() + 1];
    String content = line.of(file.text());
    int column = 0;
    for (int i = 0; i < content.length(); ) {
      int point = content.codePointAt(i);
      int units = Character.charCount(point);
      measured[i] = column;
      if (units == 2) {
        measured[i + 1] = column;
      }
      column += Display.width(point, column);
      i += units;
    }
    measured[content.length()] = column;
    return measured;
  }

  private void choose(Span mark) {
    int total = columns[line.length()];
    int start = column(mark.start());
    int before = window / 3;
    if (total <= window) {
      to = total;
      return;
    }
    from = start < window - before ? 0 : start - before;
    to = Math.min(total, from + window);
  }

  private void print() {
    String content = line.of(file.text());
    text.append(from > 0 ? CUT : "");
    for (int i = 0; i < content.length(); ) {
      int point = content.codePointAt(i);
      int column = columns[i];
      if (column >= from && column < to) {
        text.append(Display.show(point, column));
      }
      i += Character.charCount(point);
    }
    text.append(to < columns[line.length()] ? CUT : "");
  }

  /** The text to show, without trailing blanks. */
  String text() {
    return text.toString().stripTrailing();
  }

  /** Blanks that lead to the mark below the text. */
  int indent(Span mark) {
    return Math.max(0, Math.min(column(mark.start()), to) - from) + (from > 0 ? 1 : 0);
  }

  /** How many columns the mark takes below the text, at least 1. */
  int width(Span mark) {
    int start = Math.max(from, column(mark.start()));
    int end = Math.min(to, column(mark.end()));
    return Math.max(1, end - start);
  }

  private int column(int offset) {
    return columns[Math.clamp(offset - line.start(), 0, line.length())];
  }
}
