package dev.jobc.expr;

import dev.jobc.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/** Arguments of a call as values of Java; their types were checked. */
final class Args {
  private Args() {}

  static String text(List<Json> args, int at) {
    return ((Json.Str) args.get(at)).value();
  }

  static long whole(List<Json> args, int at) {
    return ((Json.Int) args.get(at)).value();
  }

  /** A float argument; a whole number may stand for it. */
  static double number(List<Json> args, int at) {
    return number(args.get(at));
  }

  static double number(Json value) {
    return value instanceof Json.Int(long whole) ? whole : ((Json.Float) value).value();
  }

  static List<Json> items(List<Json> args, int at) {
    return ((Json.Arr) args.get(at)).items();
  }

  static Map<String, Json> members(List<Json> args, int at) {
    return ((Json.Obj) args.get(at)).members();
  }

  static Instant instant(List<Json> args, int at) {
    return Instant.parse(text(args, at));
  }

  static Duration span(List<Json> args, int at) {
    return Duration.parse(text(args, at));
  }

  static LocalDate day(List<Json> args, int at) {
    return LocalDate.parse(text(args, at));
  }

  /** The table names a function that its family doesn't have. */
  static IllegalStateException missing(Overload overload) {
    return new IllegalStateException("nothing computes " + overload.id());
  }
}
