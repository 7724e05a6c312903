package dev.jobc.type;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * The written forms of dates, timestamps and durations.
 *
 * <p>Each type has one canonical form, so that equal values are equal texts: {@code 2026-11-22},
 * {@code 2026-11-22T15:04:05Z} (UTC, no superfluous zeros), {@code PT1H30M}. What enters the system
 * is brought to it by {@link TypeCheck}.
 */
public final class TimeText {
  private static final String UNITS = "ms, s, m, h, d";

  private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");

  /** CEL's: about 10,000 years. */
  private static final long MAX_SECONDS = 315_576_000_000L;

  private TimeText() {}

  /** Whether a time lies in the years 1 to 9999, as RFC 3339 writes them. */
  public static boolean isInRange(Instant instant) {
    return !instant.isBefore(FIRST) && !instant.isAfter(LAST);
  }

  /** Whether a day lies in the years 1 to 9999. */
  public static boolean isInRange(LocalDate day) {
    return day.getYear() >= 1 && day.getYear() <= 9999;
  }

  /** Whether a span is at most 10,000 years, forwards or backwards. */
  public static boolean isInRange(Duration span) {
    return Math.abs(span.getSeconds()) <= MAX_SECONDS;
  }

  /** Reads {@code 2026-11-22}; null when the text is not a day of the calendar. */
  public static @Nullable LocalDate date(String text) {
    if (text.length() != 10) {
      return null;
    }
    try {
      LocalDate day = LocalDate.parse(text);
      return isInRange(day) ? day : null;
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** Reads an RFC 3339 timestamp with any offset; null when the text is none. */
  public static @Nullable Instant timestamp(String text) {
    try {
      Instant instant = OffsetDateTime.parse(text).toInstant();
      return isInRange(instant) ? instant : null;
    } catch (DateTimeException e) {
      return null;
    }
  }

  /**
   * Reads {@code 90s}, {@code 1h30m}, {@code 1.5h}, {@code 2d}, {@code 250ms} (also {@code us} and
   * {@code ns}), or ISO-8601 ({@code PT90S}), with an optional leading minus; null when the text is
   * no duration. A day is 24 hours.
   */
  public static @Nullable Duration duration(String text) {
    boolean negative = text.startsWith("-");
    String body = negative ? text.substring(1) : text;
    try {
      Duration duration = body.startsWith("P") ? Duration.parse(body) : units(body);
      if (duration == null || !isInRange(duration)) {
        return null;
      }
      return negative ? duration.negated() : duration;
    } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
      return null;
    }
  }

  /** What an author may write for a duration, for messages. */
  public static String durationHint() {
    return "a number and a unit (" + UNITS + "), such as 90s or 1h30m";
  }

  private static @Nullable Duration units(String text) {
    Duration total = Duration.ZERO;
    int at = 0;
    while (at < text.length()) {
      int unit = skip(text, at, true);
      int end = skip(text, unit, false);
      long nanos = nanosOf(text.substring(unit, end));
      if (unit == at || nanos == 0) {
        return null;
      }
      total = total.plus(times(text.substring(at, unit), nanos));
      at = end;
    }
    return text.isEmpty() ? null : total;
  }

  private static int skip(String text, int from, boolean digits) {
    int at = from;
    while (at < text.length() && isNumeric(text.charAt(at)) == digits) {
      at++;
    }
    return at;
  }

  private static boolean isNumeric(char c) {
    return (c >= '0' && c <= '9') || c == '.';
  }

  private static Duration times(String number, long nanos) {
    var exact = new java.math.BigDecimal(number).multiply(java.math.BigDecimal.valueOf(nanos));
    var parts = exact.toBigIntegerExact().divideAndRemainder(java.math.BigInteger.TEN.pow(9));
    return Duration.ofSeconds(parts[0].longValueExact(), parts[1].longValueExact());
  }

  private static long nanosOf(String unit) {
    return switch (unit) {
      case "ns" -> 1L;
      case "us", "µs" -> 1_000L;
      case "ms" -> 1_000_000L;
      case "s" -> 1_000_000_000L;
      case "m" -> 60_000_000_000L;
      case "h" -> 3_600_000_000_000L;
      case "d" -> 86_400_000_000_000L;
      default -> 0;
    };
  }
}
