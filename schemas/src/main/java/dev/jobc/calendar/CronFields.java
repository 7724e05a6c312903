package dev.jobc.calendar;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a crontab line, as sets of the numbers they mean.
 *
 * @param weekdays 0 to 6, 0 is Sunday
 * @param eitherDay whether both days are restricted: then one of them is enough
 * @param wild whether minutes or hours begin with {@code *}: then the line means a rhythm and not a
 *     time of day
 */
record CronFields(
    BitSet seconds,
    BitSet minutes,
    BitSet hours,
    BitSet days,
    BitSet months,
    BitSet weekdays,
    boolean eitherDay,
    boolean wild) {

  /** A 29th of February can be this far away. */
  private static final int YEARS = 9;

  private static final int SUNDAY = 7;

  static CronFields of(String cron) {
    String[] parts = cron.split(" ", -1);
    if (parts.length != 5 && parts.length != 6) {
      throw new IllegalArgumentException("not a crontab line: " + cron);
    }
    int first = parts.length - 5;
    BitSet seconds = first == 0 ? numbers("0", 0, 59) : numbers(parts[0], 0, 59);
    String day = parts[first + 2];
    String weekday = parts[first + 4];
    return new CronFields(
        seconds,
        numbers(parts[first], 0, 59),
        numbers(parts[first + 1], 0, 23),
        numbers(day, 1, 31),
        numbers(parts[first + 3], 1, 12),
        weekdays(weekday),
        !day.equals("*") && !weekday.equals("*"),
        parts[first].startsWith("*") || parts[first + 1].startsWith("*"));
  }

  private static BitSet weekdays(String field) {
    BitSet days = numbers(field, 0, field.startsWith("*") ? SUNDAY - 1 : SUNDAY);
    if (days.get(SUNDAY)) {
      days.set(0);
      days.clear(SUNDAY);
    }
    return days;
  }

  private static BitSet numbers(String field, int lowest, int highest) {
    BitSet numbers = new BitSet();
    for (String part : field.split(",", -1)) {
      int slash = part.indexOf('/');
      String range = slash < 0 ? part : part.substring(0, slash);
      int step = slash < 0 ? 1 : Integer.parseInt(part.substring(slash + 1));
      int dash = range.indexOf('-');
      int from = lowest;
      int to = highest;
      if (dash > 0) {
        from = Integer.parseInt(range.substring(0, dash));
        to = Integer.parseInt(range.substring(dash + 1));
      } else if (!range.equals("*")) {
        from = Integer.parseInt(range);
        to = slash < 0 ? from : highest;
      }
      if (step < 1 || from < lowest || to > highest) {
        throw new IllegalArgumentException("not a field of a crontab line: " + field);
      }
      for (int number = from; number <= to; number += step) {
        numbers.set(number);
      }
    }
    return numbers;
  }

  /** The first time of a local calendar at or after another, null when none is near. */
  @Nullable LocalDateTime from(LocalDateTime earliest) {
    LocalDate last = earliest.toLocalDate().plusYears(YEARS);
    LocalDate day = earliest.toLocalDate();
    while (!day.isAfter(last)) {
      if (!months.get(day.getMonthValue())) {
        day = day.withDayOfMonth(1).plusMonths(1);
        continue;
      }
      if (matches(day)) {
        boolean first = day.equals(earliest.toLocalDate());
        LocalTime time = from(first ? earliest.toLocalTime() : LocalTime.MIDNIGHT);
        if (time != null) {
          return day.atTime(time);
        }
      }
      day = day.plusDays(1);
    }
    return null;
  }

  private boolean matches(LocalDate day) {
    boolean dayFits = days.get(day.getDayOfMonth());
    boolean weekdayFits = weekdays.get(day.getDayOfWeek().getValue() % 7);
    return eitherDay ? dayFits || weekdayFits : dayFits && weekdayFits;
  }

  private @Nullable LocalTime from(LocalTime earliest) {
    for (int h = hours.nextSetBit(earliest.getHour()); h >= 0; h = hours.nextSetBit(h + 1)) {
      boolean sameHour = h == earliest.getHour();
      int firstMinute = sameHour ? earliest.getMinute() : 0;
      for (int m = minutes.nextSetBit(firstMinute); m >= 0; m = minutes.nextSetBit(m + 1)) {
        boolean sameMinute = sameHour && m == earliest.getMinute();
        int s = seconds.nextSetBit(sameMinute ? earliest.getSecond() : 0);
        if (s >= 0) {
          return LocalTime.of(h, m, s);
        }
      }
    }
    return null;
  }
}
