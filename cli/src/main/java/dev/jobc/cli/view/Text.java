package dev.jobc.cli.view;

/** Text that goes to a terminal: widths, cutting, and no control characters of others. */
public final class Text {
  private Text() {}

  static int width(String text) {
    return text.codePointCount(0, text.length());
  }

  public static String pad(String text, int width) {
    return text + " ".repeat(Math.max(0, width - width(text)));
  }

  /** At most that wide; what is cut is marked. */
  static String cut(String text, int width) {
    if (width(text) <= width) {
      return text;
    }
    return text.substring(0, text.offsetByCodePoints(0, Math.max(0, width - 1))) + "…";
  }

  /**
   * One line without control characters: what a task writes must not move the cursor or retitle the
   * window of whoever reads its log.
   */
  public static String harmless(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              if (c == '\t' || !Character.isISOControl(c)) {
                clean.appendCodePoint(c);
              } else {
                clean.append('\uFFFD');
              }
            });
    return clean.toString();
  }

  static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }
}
