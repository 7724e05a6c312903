package dev.jobc.decode;

import java.util.List;
import java.util.Locale;

/** Which names are well-formed. Written without regular expressions. */
final class Names {
  /** Words with a meaning of their own in expressions, so no item may be called so. */
  static final List<String> RESERVED =
      List.of(
          "true", "false", "null", "in", "inputs", "steps", "secrets", "vars", "run", "trigger",
          "self", "err", "loop", "matrix");

  /** Kinds of names, each with its rule as an author should read it. */
  enum Kind {
    ID("lower-case letters, digits and `_`, a letter first"),
    DOTTED("lower-case names with `.` between them"),
    FIELD("letters, digits and `_`, a lower-case letter first"),
    TYPE("letters, digits and `_`, a capital letter first"),
    VARIABLE("letters, digits and `_`, no digit first"),
    QUEUE("letters, digits, `_`, `-` and `.`");

    private final String rule;

    Kind(String rule) {
      this.rule = rule;
    }

    String rule() {
      return rule;
    }
  }

  private static final int MAX_LENGTH = 100;

  private Names() {}

  static boolean fits(Kind kind, String name) {
    if (name.isEmpty() || name.length() > MAX_LENGTH) {
      return false;
    }
    return switch (kind) {
      case ID -> isId(name);
      case DOTTED -> isDotted(name);
      case FIELD -> isLower(name.charAt(0)) && isWord(name);
      case TYPE -> isUpper(name.charAt(0)) && isWord(name);
      case VARIABLE -> !isDigit(name.charAt(0)) && isWord(name);
      case QUEUE -> isQueue(name);
    };
  }

  /** A well-formed name that resembles this one; may be empty. */
  static String repaired(Kind kind, String name) {
    boolean lower = kind == Kind.ID || kind == Kind.DOTTED;
    StringBuilder repaired = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean capital = isUpper(c) && lower;
      if (capital && i > 0 && isLower(name.charAt(i - 1))) {
        repaired.append('_');
      }
      boolean stays = isWordPart(c) || (kind == Kind.DOTTED && (c == '.' || c == '/'));
      repaired.append(stays ? c : '_');
    }
    String text = repaired.toString();
    text = lower ? text.toLowerCase(Locale.ROOT) : text;
    if (kind == Kind.TYPE && !text.isEmpty()) {
      text = text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }
    if (kind == Kind.FIELD && !text.isEmpty()) {
      text = text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
    }
    return fits(kind, text) ? text : "";
  }

  private static boolean isDotted(String name) {
    int start = 0;
    for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', start)) {
      if (!isId(name.substring(start, dot))) {
        return false;
      }
      start = dot + 1;
    }
    return isId(name.substring(start));
  }

  private static boolean isId(String name) {
    if (name.isEmpty() || !isLower(name.charAt(0))) {
      return false;
    }
    for (int i = 1; i < name.length(); i++) {
      if (!isWordPart(name.charAt(i)) || isUpper(name.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isQueue(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (!isWordPart(c) && (i == 0 || (c != '.' && c != '-'))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isWord(String name) {
    for (int i = 0; i < name.length(); i++) {
      if (!isWordPart(name.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isWordPart(char c) {
    return isLower(c) || isUpper(c) || isDigit(c) || c == '_';
  }

  private static boolean isLower(char c) {
    return c >= 'a' && c <= 'z';
  }

  private static boolean isUpper(char c) {
    return c >= 'A' && c <= 'Z';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
