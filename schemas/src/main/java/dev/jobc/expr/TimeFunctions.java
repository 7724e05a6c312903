package dev.jobc.expr;

import static dev.jobc.expr.FunctionTable.DATE;
import static dev.jobc.expr.FunctionTable.DURATION;
import static dev.jobc.expr.FunctionTable.STRING;
import static dev.jobc.expr.FunctionTable.TIMESTAMP;
import static dev.jobc.expr.FunctionTable.of;
import static dev.jobc.expr.FunctionTable.text;

import dev.jobc.json.Json;
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
  private TimeFunctions() {}

  private interface Calculation {
    Object apply(List<Json> args);
  }

  static void addTo(FunctionTable table) {
    parse(table, Type.Simple.DATE, DATE);
    parse(table, Type.Simple.TIMESTAMP, TIMESTAMP);
    parse(table, Type.Simple.DURATION, DURATION);
    table.function(
        "date_of_timestamp",
        "date",
        of(TIMESTAMP),
        DATE,
        (args, budget) ->
            Json.of(LocalDate.ofInstant(instant(args, 0), ZoneOffset.UTC).toString()));
    add(table, "add_timestamp", "+", TIMESTAMP, TIMESTAMP, a -> instant(a, 0).plus(span(a, 1)));
    add(table, "subtract_span", "-", TIMESTAMP, TIMESTAMP, a -> instant(a, 0).minus(span(a, 1)));
    add(table, "add_duration", "+", DURATION, DURATION, a -> span(a, 0).plus(span(a, 1)));
    add(table, "subtract_duration", "-", DURATION, DURATION, a -> span(a, 0).minus(span(a, 1)));
    add(table, "add_date", "+", DATE, DATE, a -> day(a, 0).plusDays(days(span(a, 1))));
    add(table, "subtract_days", "-", DATE, DATE, a -> day(a, 0).minusDays(days(span(a, 1))));
    between(
        table,
        "between_timestamps",
        TIMESTAMP,
        a -> Duration.between(instant(a, 1), instant(a, 0)));
    between(
        table,
        "between_dates",
        DATE,
        a -> Duration.ofDays(Math.subtractExact(day(a, 0).toEpochDay(), day(a, 1).toEpochDay())));
  }

  private static void parse(FunctionTable table, Type.Simple type, Shape shape) {
    String word = type.word();
    table.function(
        word + "_of_string", word, of(STRING), shape, (args, budget) -> parse(type, args));
    table.function(word + "_of_" + word, word, of(shape), shape, (args, budget) -> args.get(0));
  }

  private static Json parse(Type.Simple type, List<Json> args) throws EvaluationException {
    TypeCheck.Result result = TypeCheck.check(type, args.get(0));
    if (!result.ok()) {
      throw new EvaluationException(type + "() " + result.problems().get(0).message());
    }
    return result.value();
  }

  private static void add(
      FunctionTable table,
      String id,
      String op,
      Shape left,
      Shape result,
      Calculation calculation) {
    table.operator(
        id, op, of(left, DURATION), result, (args, budget) -> calculate(op, calculation, args));
  }

  private static void between(
      FunctionTable table, String id, Shape shape, Calculation calculation) {
    table.operator(
        id, "-", of(shape, shape), DURATION, (args, budget) -> calculate("-", calculation, args));
  }

  private static Json calculate(String operator, Calculation calculation, List<Json> args)
      throws EvaluationException {
    try {
      return Json.of(calculation.apply(args).toString());
    } catch (DateTimeException | ArithmeticException e) {
      String sum = text(args, 0) + " " + operator + " " + text(args, 1);
      throw new EvaluationException("time out of range: " + sum + ": " + e.getMessage());
    }
  }

  private static Instant instant(List<Json> args, int at) {
    return Instant.parse(text(args, at));
  }

  private static Duration span(List<Json> args, int at) {
    return Duration.parse(text(args, at));
  }

  private static LocalDate day(List<Json> args, int at) {
    return LocalDate.parse(text(args, at));
  }

  private static long days(Duration span) {
    if (!span.equals(Duration.ofDays(span.toDays()))) {
      throw new DateTimeException("a date moves by whole days only");
    }
    return span.toDays();
  }
}
