package dev.jobc.expr;

import dev.jobc.json.Json;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;

/**
 * The parts of timestamps, dates and durations, with the names and counts of CEL: months and {@code
 * getDayOfMonth} from 0, {@code getDate} from 1, Sunday is day 0 of a week. Timestamps are seen in
 * UTC or in the time zone given.
 */
final class CalendarFunctions {
  private static final List<String> OF_DAYS =
      List.of("FullYear", "Month", "DayOfMonth", "Date", "DayOfYear", "DayOfWeek");
  private static final List<String> OF_HOURS =
      List.of("Hours", "Minutes", "Seconds", "Milliseconds");

  private static final String OF_TIMESTAMP =
      """
      either PART_of_timestamp getPART(timestamp) -> int
      either PART_in_zone getPART(timestamp, string) -> int
      """;
  private static final String OF_DATE = "either PART_of_date getPART(date) -> int\n";
  private static final String OF_DURATION = "either PART_of_duration getPART(duration) -> int\n";

  static final String TABLE = table();

  private CalendarFunctions() {}

  private static String table() {
    StringBuilder lines = new StringBuilder();
    for (String part : OF_DAYS) {
      lines.append(OF_TIMESTAMP.replace("PART", part)).append(OF_DATE.replace("PART", part));
    }
    for (String part : OF_HOURS) {
      lines.append(OF_TIMESTAMP.replace("PART", part)).append(OF_DURATION.replace("PART", part));
    }
    return lines.toString();
  }

  static Json apply(Overload overload, List<Json> args) throws EvaluationException {
    String id = overload.id();
    String part = id.substring(0, id.indexOf('_'));
    if (id.endsWith("_of_duration")) {
      return Json.of(ofDuration(part, Args.span(args, 0)));
    }
    if (id.endsWith("_of_date")) {
      return Json.of(ofDate(part, Args.day(args, 0)));
    }
    ZoneId zone = args.size() == 2 ? zone(Args.text(args, 1)) : ZoneOffset.UTC;
    return Json.of(ofTime(part, Args.instant(args, 0).atZone(zone)));
  }

  private static long ofDate(String part, LocalDate day) {
    return switch (part) {
      case "FullYear" -> day.getYear();
      case "Month" -> day.getMonthValue() - 1;
      case "DayOfMonth" -> day.getDayOfMonth() - 1;
      case "Date" -> day.getDayOfMonth();
      case "DayOfYear" -> day.getDayOfYear() - 1;
      case "DayOfWeek" -> day.getDayOfWeek().getValue() % 7;
      default -> throw new IllegalStateException("no part of a date: " + part);
    };
  }

  private static long ofTime(String part, ZonedDateTime time) {
    return switch (part) {
      case "Hours" -> time.getHour();
      case "Minutes" -> time.getMinute();
      case "Seconds" -> time.getSecond();
      case "Milliseconds" -> time.getNano() / 1_000_000;
      default -> ofDate(part, time.toLocalDate());
    };
  }

  /** The whole span in that unit, but for milliseconds: those within the second. */
  private static long ofDuration(String part, Duration span) {
    return switch (part) {
      case "Hours" -> span.getSeconds() / 3600;
      case "Minutes" -> span.getSeconds() / 60;
      case "Seconds" -> span.getSeconds();
      case "Milliseconds" -> span.toMillisPart();
      default -> throw new IllegalStateException("no part of a duration: " + part);
    };
  }

  /** A name such as {@code Europe/Berlin}, or an offset such as {@code +05:30} or {@code 02:00}. */
  private static ZoneId zone(String text) throws EvaluationException {
    try {
      boolean unsigned = !text.isEmpty() && Character.isDigit(text.charAt(0));
      return ZoneId.of(unsigned ? "+" + text : text);
    } catch (DateTimeException e) {
      throw new EvaluationException(
          "no time zone is called \""
              + text
              + "\"; names are like Europe/Berlin, offsets like +02:00");
    }
  }
}
