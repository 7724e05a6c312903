package dev.jobc.compiler.bounds;

/** Bounds in words of messages. */
public final class Spelling {
  private static final long[] UNITS = {86_400_000, 3_600_000, 60_000, 1_000, 1};
  private static final String[] NAMES = {"d", "h", "m", "s", "ms"};

  private Spelling() {}

  /** Milliseconds as an author would write them: {@code 2h 5m}. */
  public static String time(long millis) {
    if (millis == Long.MAX_VALUE) {
      return "more time than can be counted";
    }
    StringBuilder text = new StringBuilder();
    long left = millis;
    for (int unit = 0; unit < UNITS.length; unit++) {
      if (left >= UNITS[unit]) {
        text.append(text.isEmpty() ? "" : " ").append(left / UNITS[unit]).append(NAMES[unit]);
        left %= UNITS[unit];
      }
    }
    return text.isEmpty() ? "0s" : text.toString();
  }

  /** {@code 1 task}, {@code 12 tasks}. */
  public static String tasks(long count) {
    if (count == Long.MAX_VALUE) {
      return "more tasks than can be counted";
    }
    return count + (count == 1 ? " task" : " tasks");
  }
}
