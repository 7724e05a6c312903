package dev.jobc.yaml;

import dev.jobc.json.Json;
import org.jspecify.annotations.Nullable;

/**
 * The YAML 1.2 core schema: what a plain scalar stands for. Written without regular expressions.
 */
final class CoreSchema {
  private CoreSchema() {}

  /** The value of a plain scalar; null for a number that fits no 64-bit type. */
  static @Nullable Json resolve(String text) {
    return switch (text) {
      case "", "~", "null", "Null", "NULL" -> Json.NULL;
      case "true", "True", "TRUE" -> Json.TRUE;
      case "false", "False", "FALSE" -> Json.FALSE;
      default -> mayBeNumber(text) ? number(text) : Json.of(text);
    };
  }

  private static boolean mayBeNumber(String text) {
    char c = text.charAt(0);
    return (c >= '0' && c <= '9') || c == '-' || c == '+' || c == '.';
  }

  private static @Nullable Json number(String text) {
    if (text.startsWith("0o") && digits(text, 2, 8) == text.length()) {
      return integer(text.substring(2), 8);
    }
    if (text.startsWith("0x") && digits(text, 2, 16) == text.length()) {
      return integer(text.substring(2), 16);
    }
    int start = text.charAt(0) == '-' || text.charAt(0) == '+' ? 1 : 0;
    if (digits(text, start, 10) == text.length()) {
      return integer(text, 10);
    }
    if (isInfinite(text.substring(start)) || (start == 0 && isNotANumber(text))) {
      return null;
    }
    return isFloat(text, start) ? fraction(text) : Json.of(text);
  }

  private static boolean isInfinite(String text) {
    return text.equals(".inf") || text.equals(".Inf") || text.equals(".INF");
  }

  private static boolean isNotANumber(String text) {
    return text.equals(".nan") || text.equals(".NaN") || text.equals(".NAN");
  }

  private static boolean isFloat(String text, int start) {
    int whole = Math.max(start, digits(text, start, 10));
    int at = whole;
    if (at < text.length() && text.charAt(at) == '.') {
      int fraction = digits(text, at + 1, 10);
      if (fraction < 0 && whole == start) {
        return false;
      }
      at = Math.max(at + 1, fraction);
    } else if (whole == start) {
      return false;
    }
    if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
      int sign = text.startsWith("-", at + 1) || text.startsWith("+", at + 1) ? 1 : 0;
      at = digits(text, at + 1 + sign, 10);
    }
    return at == text.length();
  }

  /** The offset behind the digits that start here, or -1 when there are none. */
  private static int digits(String text, int from, int radix) {
    int at = from;
    while (at < text.length()
        && text.charAt(at) < 0x80
        && Character.digit(text.charAt(at), radix) >= 0) {
      at++;
    }
    return at > from ? at : -1;
  }

  private static @Nullable Json integer(String digits, int radix) {
    try {
      return Json.of(Long.parseLong(digits, radix));
    } catch (NumberFormatException tooLarge) {
      return null;
    }
  }

  private static @Nullable Json fraction(String text) {
    double value = Double.parseDouble(text);
    return Double.isFinite(value) ? Json.of(value) : null;
  }
}
