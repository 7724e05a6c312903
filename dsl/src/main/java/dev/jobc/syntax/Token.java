package dev.jobc.syntax;

/**
 * A token of a fragment.
 *
 * @param text as written; empty at the end
 * @param start offset in the fragment's text, in UTF-16 units
 */
record Token(TokenKind kind, String text, int start) {

  /** The offset behind it. */
  int end() {
    return start + text.length();
  }

  boolean is(TokenKind other) {
    return kind == other;
  }
}
