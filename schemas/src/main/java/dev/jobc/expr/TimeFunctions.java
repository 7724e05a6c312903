package dev.jobc.expr;

import dev.jobc.json.Json;
import dev.jobc.type.TimeText;
import dev.jobc.type.Type;
import dev.jobc.type.TypeCheck;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/** Dates, timestamps and durations. A date of a timestamp is its day in UTC. */
final class TimeFunctions {
  static final String TABLE =
      """
      function date_of_string date(string) -> date
      function date_of_date date(date) -> date
      function date_of_timestamp date(timestamp) -> date
      function timestamp_of_string timestamp(string) -> timestamp
      function timestamp_of_timestamp timestamp(timestamp) -> timestamp
      function timestamp_of_int timestamp(int) -> timestamp
      function timestamp_of_date timestamp(date) -> timestamp
      function duration_of_string duration(string) -> duration
      function duration_of_duration duration(duration) -> duration
      function int_of_timestamp int(timestamp) -> int
      operator add_timestamp +(timestamp, duration) -> timestamp
      operator add_to_timestamp +(duration, timestamp) -> timestamp
      operator subtract_span -(timestamp, duration) -> timestamp
      operator add_duration +(duration, duration) -> duration
      operator subtract_duration -(duration, duration) -> duration
      operator multiply_duration *(duration, int) -> duration
      operator multiply_by_duration *(int, duration) -> duration
      operator divide_duration /(duration, int) -> duration
      operator negate_duration -(duration) -> duration
      operator add_date +(date, duration) -> date
      operator add_to_date +(duration, date) -> date
      operator subtract_days -(date, duration) -> date
      operator between_timestamps -(timestamp, timestamp) -> duration
      operator between_dates -(date, date) -> duration
      """;

  private static final String BEYOND = "beyond the years 1 to 9999";

  private TimeFunctions() {}

  static Json apply(Overload overload, List<Json> args) throws EvaluationException {
    return switch (overload.id()) {
      case "date_of_string" -> parse(Type.Simple.DATE, args);
      case "timestamp_of_string" -> parse(Type.Simple.TIMESTAMP, args);
      case "duration_of_string" -> parse(Type.Simple.DURATION, args);
      case "date_of_date", "timestamp_of_timestamp", "duration_of_duration" -> args.get(0);
      case "int_of_timestamp" -> Json.of(Args.instant(args, 0).getEpochSecond());
      case "divide_duration" -> divided(overload, args);
      default -> calculated(overload, args);
    };
  }

  private static Json parse(Type.Simple type, List<Json> args) throws EvaluationException {
    TypeCheck.Result result = TypeCheck.check(type, args.get(0));
    if (!result.ok()) {
      throw new EvaluationException(type + "() " + result.problems().get(0).message());
    }
    return result.value();
  }

  private static Json divided(Overload overload, List<Json> args) throws EvaluationException {
    if (Args.whole(args, 1) == 0) {
      throw new EvaluationException("division by zero: " + shown(overload, args));
    }
    return calculated(overload, args);
  }

  private static Json calculated(Overload overload, List<Json> args) throws EvaluationException {
    try {
      Object value = calculate(overload, args);
      boolean sound =
          switch (value) {
            case Instant instant -> TimeText.isInRange(instant);
            case LocalDate day -> TimeText.isInRange(day);
            case Duration span -> TimeText.isInRange(span);
            default -> throw Args.missing(overload);
          };
      if (!sound) {
        throw outOfRange(overload, args, BEYOND);
      }
      return Json.of(value.toString());
    } catch (ArithmeticException e) {
      throw outOfRange(overload, args, BEYOND);
    } catch (DateTimeException e) {
      throw outOfRange(overload, args, String.valueOf(e.getMessage()));
    }
  }

  private static EvaluationException outOfRange(Overload overload, List<Json> args, String why) {
    return new EvaluationException("time out of range: " + shown(overload, args) + ": " + why);
  }

  private static String shown(Overload overload, List<Json> args) {
    if (args.size() == 2) {
      return TextFormat.plain(args.get(0))
          + " "
          + overload.name()
          + " "
          + TextFormat.plain(args.get(1));
    }
    return overload.name() + "(" + TextFormat.plain(args.get(0)) + ")";
  }

  private static Object calculate(Overload overload, List<Json> args) {
    return switch (overload.id()) {
      case "date_of_timestamp" -> LocalDate.ofInstant(Args.instant(args, 0), ZoneOffset.UTC);
      case "timestamp_of_int" -> Instant.ofEpochSecond(Args.whole(args, 0));
      case "timestamp_of_date" -> Args.day(args, 0).atStartOfDay().toInstant(ZoneOffset.UTC);
      case "add_timestamp" -> Args.instant(args, 0).plus(Args.span(args, 1));
      case "add_to_timestamp" -> Args.instant(args, 1).plus(Args.span(args, 0));
      case "subtract_span" -> Args.instant(args, 0).minus(Args.span(args, 1));
      case "add_duration" -> Args.span(args, 0).plus(Args.span(args, 1));
      case "subtract_duration" -> Args.span(args, 0).minus(Args.span(args, 1));
      case "multiply_duration" -> Args.span(args, 0).multipliedBy(Args.whole(args, 1));
      case "multiply_by_duration" -> Args.span(args, 1).multipliedBy(Args.whole(args, 0));
      case "divide_duration" -> Args.span(args, 0).dividedBy(Args.whole(args, 1));
      case "negate_duration" -> Args.span(args, 0).negated();
      case "add_date" -> Args.day(args, 0).plusDays(days(Args.span(args, 1)));
      case "add_to_date" -> Args.day(args, 1).plusDays(days(Args.span(args, 0)));
      case "subtract_days" -> Args.day(args, 0).minusDays(days(Args.span(args, 1)));
      case "between_timestamps" -> Duration.between(Args.instant(args, 1), Args.instant(args, 0));
      case "between_dates" -> between(Args.day(args, 1), Args.day(args, 0));
      default -> throw Args.missing(overload);
    };
  }

  private static Duration between(LocalDate from, LocalDate to) {
    return Duration.ofDays(Math.subtractExact(to.toEpochDay(), from.toEpochDay()));
  }

  private static long days(Duration span) {
    if (!span.equals(Duration.ofDays(span.toDays()))) {
      throw new DateTimeException("a date moves by whole days only");
    }
    return span.toDays();
  }
}
