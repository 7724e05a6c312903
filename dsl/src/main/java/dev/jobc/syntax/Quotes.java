package dev.jobc.syntax;

import java.util.Locale;

/**
 * Where string and bytes literals begin and end: in single or double quotes, one or three, raw
 * behind an {@code r}, bytes behind a {@code b}, both in either order.
 */
final class Quotes {
  private Quotes() {}

  /** The offset behind the literal that begins at an offset, 0 when there is none or it is open. */
  static int end(String text, int at) {
    int quote = at + prefix(text, at).length();
    if (!isQuote(text, quote)) {
      return 0;
    }
    boolean raw = prefix(text, at).contains("r");
    int three = closing(text, quote, 3, raw);
    return three > 0 ? three : closing(text, quote, 1, raw);
  }

  static boolean isBytes(String text, int at) {
    return prefix(text, at).contains("b");
  }

  /** Where a literal that is never closed ends: with its line, or that of its last escape. */
  static int unclosedEnd(String text, int at) {
    int end = at + 1;
    while (end < text.length() && !isLineEnd(text.charAt(end))) {
      if (text.charAt(end) == '\\') {
        if (end + 1 == text.length()) {
          return end;
        }
        end++;
      }
      end++;
    }
    return end;
  }

  /** {@code r}, {@code b}, {@code rb} or {@code br} in small letters, or nothing. */
  private static String prefix(String text, int at) {
    int end = at;
    while (end < text.length() && end < at + 2 && "rRbB".indexOf(text.charAt(end)) >= 0) {
      end++;
    }
    String prefix = text.substring(at, end).toLowerCase(Locale.ROOT);
    return prefix.equals("rr") || prefix.equals("bb") ? "" : prefix;
  }

  /** The offset behind the closing quotes, 0 when there are none. */
  private static int closing(String text, int quote, int count, boolean raw) {
    String delimiter = text.substring(quote, quote + 1).repeat(count);
    if (!text.startsWith(delimiter, quote)) {
      return 0;
    }
    int at = quote + count;
    while (at < text.length() && (count == 3 || !isLineEnd(text.charAt(at)))) {
      if (text.startsWith(delimiter, at)) {
        return at + count;
      }
      // A backslash takes the next character with it, whatever it is.
      at += text.charAt(at) == '\\' && !raw ? 2 : 1;
    }
    return 0;
  }

  private static boolean isQuote(String text, int at) {
    return at < text.length() && (text.charAt(at) == '"' || text.charAt(at) == '\'');
  }

  private static boolean isLineEnd(char c) {
    return c == '\r' || c == '\n';
  }
}
