package dev.jobc.cli.view;

import java.time.Duration;
import java.util.Locale;

/** Durations for people: {@code 41 ms}, {@code 2.1 s}, {@code 3 min 04 s}, {@code 2 h 05 min}. */
public final class Durations {
  private Durations() {}

  public static String text(Duration duration) {
    long millis = Math.max(0, duration.toMillis());
    if (millis < 1_000) {
      return millis + " ms";
    }
    if (millis < 60_000) {
      return String.format(Locale.ROOT, "%.1f s", millis / 1_000.0);
    }
    long minutes = duration.toMinutes();
    if (minutes < 60) {
      return String.format(Locale.ROOT, "%d min %02d s", minutes, duration.toSecondsPart());
    }
    return String.format(Locale.ROOT, "%d h %02d min", minutes / 60, minutes % 60);
  }
}
