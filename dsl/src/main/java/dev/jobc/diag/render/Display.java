package dev.jobc.diag.render;

/** How text looks on a terminal: widths of characters, and what may not be printed as it is. */
final class Display {
  static final int TAB = 4;

  /** First and last code points of the ranges that take two columns. */
  private static final int[] WIDE = {
    0x1100, 0x115F, 0x231A, 0x231B, 0x2329, 0x232A, 0x23E9, 0x23EC, 0x25FD, 0x25FE, 0x2614, 0x2615,
    0x2648, 0x2653, 0x26A1, 0x26A1, 0x26BD, 0x26BE, 0x2705, 0x2705, 0x270A, 0x270B, 0x2728, 0x2728,
    0x274C, 0x274C, 0x2753, 0x2755, 0x2795, 0x2797, 0x2B1B, 0x2B1C, 0x2B50, 0x2B50, 0x2E80, 0x303E,
    0x3041, 0x33FF, 0x3400, 0x4DBF, 0x4E00, 0x9FFF, 0xA000, 0xA4CF, 0xA960, 0xA97F, 0xAC00, 0xD7A3,
    0xF900, 0xFAFF, 0xFE30, 0xFE6F, 0xFF00, 0xFF60, 0xFFE0, 0xFFE6, 0x16FE0, 0x18AFF, 0x1B000,
    0x1B2FF, 0x1F004, 0x1F004, 0x1F0CF, 0x1F0CF, 0x1F18E, 0x1F19A, 0x1F200, 0x1F320, 0x1F32D,
    0x1F64F, 0x1F680, 0x1F6FC, 0x1F7E0, 0x1F7EB, 0x1F90C, 0x1FAFF, 0x20000, 0x3FFFD
  };

  private Display() {}

  /**
   * Columns a character takes: 0, 1 or 2, or those of its number when it can't be printed. A tab
   * depends on where it stands.
   */
  static int width(int codePoint, int column) {
    if (codePoint == '\t') {
      return TAB - column % TAB;
    }
    if (!isPrintable(codePoint)) {
      return number(codePoint).length();
    }
    if (codePoint < 0x300) {
      return 1;
    }
    int type = Character.getType(codePoint);
    if (type == Character.NON_SPACING_MARK
        || type == Character.ENCLOSING_MARK
        || codePoint == 0x200D) {
      return 0;
    }
    return isWide(codePoint) ? 2 : 1;
  }

  /** Columns a text without tabs takes. */
  static int width(String text) {
    return text.codePoints().map(point -> width(point, 0)).sum();
  }

  /** A character as it is printed at that column. */
  static String show(int codePoint, int column) {
    if (codePoint == '\t') {
      return " ".repeat(width(codePoint, column));
    }
    return isPrintable(codePoint) ? Character.toString(codePoint) : number(codePoint);
  }

  private static String number(int codePoint) {
    return String.format("<U+%04X>", codePoint);
  }

  /** One line of text with nothing in it that could steer a terminal. */
  static String line(String text) {
    StringBuilder shown = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            point -> {
              if (isBlank(point)) {
                shown.append(' ');
              } else {
                shown.append(show(point, 0));
              }
            });
    return shown.toString();
  }

  /** Text of several lines with nothing in it that hides or turns around what is shown. */
  static String text(String text) {
    StringBuilder shown = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            point -> shown.append(isBlank(point) ? Character.toString(point) : show(point, 0)));
    return shown.toString();
  }

  /** JSON that means the same, with escapes for what {@link #text} would not print. */
  static String json(String json) {
    StringBuilder shown = new StringBuilder(json.length());
    json.codePoints()
        .forEach(
            point -> {
              if (isBlank(point) || isPrintable(point)) {
                shown.appendCodePoint(point);
              } else {
                for (char unit : Character.toChars(point)) {
                  shown.append(String.format("\\u%04X", (int) unit));
                }
              }
            });
    return shown.toString();
  }

  private static boolean isBlank(int point) {
    return point == '\n' || point == '\t' || point == '\r';
  }

  private static boolean isPrintable(int codePoint) {
    int type = Character.getType(codePoint);
    return type != Character.CONTROL
        && type != Character.SURROGATE
        && type != Character.UNASSIGNED
        && type != Character.LINE_SEPARATOR
        && type != Character.PARAGRAPH_SEPARATOR
        && (type != Character.FORMAT || codePoint == 0x200D);
  }

  private static boolean isWide(int codePoint) {
    for (int i = 0; i < WIDE.length; i += 2) {
      if (codePoint < WIDE[i]) {
        return false;
      }
      if (codePoint <= WIDE[i + 1]) {
        return true;
      }
    }
    return false;
  }
}
