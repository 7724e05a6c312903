package dev.jobc.source;

/** Whole words in a text. */
public final class Words {
  private Words() {}

  /** Whether a word of letters, digits and {@code _} stands somewhere by itself. */
  public static boolean contains(String text, String word) {
    for (int at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
      if (!isPart(text, at - 1) && !isPart(text, at + word.length())) {
        return true;
      }
    }
    return false;
  }

  private static boolean isPart(String text, int at) {
    if (at < 0 || at >= text.length()) {
      return false;
    }
    char c = text.charAt(at);
    return c == '_' || c == '-' || Character.isLetterOrDigit(c);
  }
}
