package dev.jobc.diag;

import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds the name an author probably meant. */
public final class Suggestions {
  private Suggestions() {}

  /**
   * The nearest of the candidates, or null when none is near: at most a third of the letters
   * differ, or one of two. Case, {@code _} and {@code -} don't count. Of equally near ones the
   * first in alphabetical order.
   */
  public static @Nullable String nearest(String word, Collection<String> candidates) {
    String wanted = normal(word);
    int best = Math.max(1, wanted.length() / 3) + 1;
    String found = null;
    for (String candidate : candidates) {
      if (Math.abs(letters(candidate) - wanted.length()) > best) {
        continue;
      }
      int distance = distance(wanted, normal(candidate), best + 1);
      boolean nearer =
          distance < best || (distance == best && found != null && candidate.compareTo(found) < 0);
      if (nearer && distance < Math.max(wanted.length(), 1)) {
        best = distance;
        found = candidate;
      }
    }
    return found;
  }

  /** {@code did you mean `x`?}, or empty text when there is nothing near. */
  public static String didYouMean(@Nullable String nearest) {
    return nearest == null ? "" : "did you mean `" + nearest + "`?";
  }

  private static String normal(String word) {
    return word.replace("_", "").replace("-", "").toLowerCase(Locale.ROOT);
  }

  /** How many letters of a word count, found without making another word. */
  private static int letters(String word) {
    int letters = word.length();
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      letters -= c == '_' || c == '-' ? 1 : 0;
    }
    return letters;
  }

  /** Insertions, deletions, replacements and swaps of neighbours; {@code limit} if not fewer. */
  private static int distance(String a, String b, int limit) {
    if (Math.abs(a.length() - b.length()) >= limit) {
      return limit;
    }
    int[] before = new int[b.length() + 1];
    int[] last = new int[b.length() + 1];
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      last[j] = j;
    }
    int leastBefore = 0;
    for (int i = 1; i <= a.length(); i++) {
      row[0] = i;
      int least = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = last[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replaced, Math.min(last[j], row[j - 1]) + 1);
        if (swapped(a, i, b, j)) {
          row[j] = Math.min(row[j], before[j - 2] + 1);
        }
        least = Math.min(least, row[j]);
      }
      if (least >= limit && leastBefore + 1 >= limit) {
        return limit; // what follows is no less than the two last rows
      }
      leastBefore = least;
      int[] free = before;
      before = last;
      last = row;
      row = free;
    }
    return Math.min(last[b.length()], limit);
  }

  private static boolean swapped(String a, int i, String b, int j) {
    return i > 1
        && j > 1
        && a.charAt(i - 1) == b.charAt(j - 2)
        && a.charAt(i - 2) == b.charAt(j - 1);
  }
}
