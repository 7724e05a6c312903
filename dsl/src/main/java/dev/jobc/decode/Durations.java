package dev.jobc.decode;

import java.time.DateTimeException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Durations as authors write them: {@code 250ms}, {@code 30s}, {@code 1h30m}, {@code PT30M}. */
public final class Durations {
  private static final String[] UNITS = {"d", "h", "m", "s", "ms"};
  private static final long[] MILLIS = {86_400_000, 3_600_000, 60_000, 1_000, 1};

  private Durations() {}

  /**
   * Reads a duration; units in order from large to small, each once, whole numbers.
   *
   * @return null when the text is not one, is negative, or fits no 64-bit count of milliseconds
   */
  public static @Nullable Duration parse(String text) {
    if (text.startsWith("P") || text.startsWith("p")) {
      return iso(text);
    }
    long total = 0;
    int unit = 0;
    int at = 0;
    while (at < text.length()) {
      int behind = at;
      while (behind < text.length() && isDigit(text.charAt(behind))) {
        behind++;
      }
      int next = behind;
      while (next < text.length() && !isDigit(text.charAt(next))) {
        next++;
      }
      int found = unit(text.substring(behind, next), unit);
      if (found < 0 || behind == at || behind - at > 15) {
        return null;
      }
      try {
        long amount = Math.multiplyExact(Long.parseLong(text, at, behind, 10), MILLIS[found]);
        total = Math.addExact(total, amount);
      } catch (ArithmeticException tooLong) {
        return null;
      }
      unit = found + 1;
      at = next;
    }
    return text.isEmpty() ? null : Duration.ofMillis(total);
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static int unit(String word, int from) {
    for (int i = from; i < UNITS.length; i++) {
      if (UNITS[i].equals(word)) {
        return i;
      }
    }
    return -1;
  }

  private static @Nullable Duration iso(String text) {
    try {
      Duration duration = Duration.parse(text);
      long millis = duration.toMillis();
      return duration.isNegative() ? null : Duration.ofMillis(millis);
    } catch (DateTimeException | ArithmeticException e) {
      return null;
    }
  }
}
