package dev.jobc.compiler.types.expr;

import dev.jobc.compiler.types.expr.Ours.Variable;
import dev.jobc.json.Json;
import dev.jobc.type.Type;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Makes well-typed expressions of what CEL and jobc share, with values for their variables. */
final class CelExpressions {
  private static final String[] STRINGS = {
    "", "a", "ab", "b.c", "é", "🦊x", "A-1", "10", "-7", "true", "x\\ny", "  "
  };
  private static final String[] PATTERNS = {
    "a", "^a", "b$", ".", "[a-c]+", "x|b", "^$", "\\\\d", "(?i)A", "a{2}", "\\\\w\\\\.\\\\w"
  };
  private static final long[] INTS = {
    0, 1, -1, 2, 3, 7, 10, -7, 100, 1L << 40, Long.MAX_VALUE, Long.MIN_VALUE
  };
  private static final double[] FLOATS = {0, 1, -1, 0.5, 2.5, -7.25, 1e10, 1e300, 1e-300, 9.2e18};
  private static final String[] TIMES = {
    "1970-01-01T00:00:00Z",
    "2024-02-29T23:59:59.999Z",
    "2026-11-22T15:04:05Z",
    "0001-01-01T00:00:00Z"
  };
  private static final String[] SPANS = {"0s", "1s", "90m", "-36h", "1.5s", "250ms", "876000h"};
  private static final String[] PARTS = {
    "FullYear",
    "Month",
    "Date",
    "DayOfMonth",
    "DayOfYear",
    "DayOfWeek",
    "Hours",
    "Minutes",
    "Seconds",
    "Milliseconds"
  };
  private static final String[] ZONES = {
    "Europe/Berlin", "America/New_York", "UTC", "+05:30", "-02:00"
  };

  private final Random random;
  private int depth;
  private int bound;

  CelExpressions(Random random) {
    this.random = random;
  }

  /** The variables that expressions use, each with a value. */
  Map<String, Variable> variables() {
    Map<String, Variable> variables = new LinkedHashMap<>();
    for (String name : List.of("i", "j")) {
      variables.put(name, new Variable(Type.Simple.INT, Json.of(pick(INTS))));
    }
    for (String name : List.of("f", "g")) {
      variables.put(
          name, new Variable(Type.Simple.FLOAT, Json.of(FLOATS[random.nextInt(FLOATS.length)])));
    }
    for (String name : List.of("s", "t")) {
      variables.put(
          name, new Variable(Type.Simple.STRING, Json.of(pick(STRINGS).replace("\\n", "\n"))));
    }
    for (String name : List.of("b", "c")) {
      variables.put(name, new Variable(Type.Simple.BOOL, Json.of(random.nextBoolean())));
    }
    List<Json> numbers =
        random.ints(random.nextInt(4), -3, 9).<Json>mapToObj(n -> Json.of((long) n)).toList();
    variables.put("l", new Variable(new Type.ListOf(Type.Simple.INT), Json.array(numbers)));
    Map<String, Json> members = new LinkedHashMap<>();
    for (String key : List.of("a", "b", "k")) {
      if (random.nextInt(3) > 0) {
        members.put(key, Json.of(pick(INTS)));
      }
    }
    variables.put("m", new Variable(new Type.MapOf(Type.Simple.INT), Json.object(members)));
    variables.put("at", new Variable(Type.Simple.TIMESTAMP, Json.of(pick(TIMES))));
    variables.put(
        "d",
        new Variable(
            Type.Simple.DURATION, Json.of(Duration.ofSeconds(random.nextInt(90_000)).toString())));
    return variables;
  }

  /** An expression of any type. */
  String expression() {
    bound = 0;
    return switch (random.nextInt(9)) {
      case 0, 1 -> integer();
      case 2 -> number();
      case 3 -> text();
      case 4, 5, 6 -> condition();
      case 7 -> list();
      default -> random.nextBoolean() ? time() : span();
    };
  }

  private boolean leaf() {
    return depth > 3 || random.nextInt(4) == 0;
  }

  private interface Part {
    String make();
  }

  private String deeper(Part part) {
    depth++;
    try {
      return part.make();
    } finally {
      depth--;
    }
  }

  private String integer() {
    if (leaf()) {
      return random.nextBoolean() ? pick("i", "j") : literal(pick(INTS));
    }
    return deeper(
        () ->
            switch (random.nextInt(12)) {
              case 0, 1, 2 -> "(" + integer() + pick(" + ", " - ", " * ") + integer() + ")";
              case 3 -> "(" + integer() + pick(" / ", " % ") + integer() + ")";
              case 4 -> "-(" + integer() + ")";
              case 5 ->
                  pick(
                      "size(" + text() + ")",
                      list() + ".size()",
                      "size(" + list() + ")",
                      "size(m)");
              case 6 -> list() + "[" + random.nextInt(3) + "]";
              case 7 -> pick("m.a", "m[\"b\"]", "m[" + text() + "]");
              case 8 -> "(" + condition() + " ? " + integer() + " : " + integer() + ")";
              case 9 -> "int(" + number() + ")";
              case 10 -> random.nextBoolean() ? part() : "int(" + time() + ")";
              default -> "int(" + text() + ")";
            });
  }

  private String part() {
    if (random.nextInt(4) == 0) {
      return span() + pick(".getHours()", ".getMinutes()", ".getSeconds()", ".getMilliseconds()");
    }
    String zone = random.nextBoolean() ? "" : "\"" + pick(ZONES) + "\"";
    return time() + ".get" + pick(PARTS) + "(" + zone + ")";
  }

  private String number() {
    if (leaf()) {
      return random.nextBoolean()
          ? pick("f", "g")
          : String.valueOf(FLOATS[random.nextInt(FLOATS.length)]).replace("-", "-");
    }
    return deeper(
        () ->
            switch (random.nextInt(6)) {
              case 0, 1 -> "(" + number() + pick(" + ", " - ", " * ", " / ") + number() + ")";
              case 2 -> "-(" + number() + ")";
              case 3 -> "double(" + integer() + ")";
              case 4 -> "(" + condition() + " ? " + number() + " : " + number() + ")";
              default -> "double(" + number() + ")";
            });
  }

  private String text() {
    if (leaf()) {
      return random.nextBoolean() ? pick("s", "t") : "\"" + pick(STRINGS) + "\"";
    }
    return deeper(
        () ->
            switch (random.nextInt(6)) {
              case 0, 1 -> "(" + text() + " + " + text() + ")";
              case 2 -> "string(" + integer() + ")";
              case 3 -> "string(" + condition() + ")";
              case 4 -> "(" + condition() + " ? " + text() + " : " + text() + ")";
              default -> pick("string(" + time() + ")", "string(bytes(" + text() + "))");
            });
  }

  private String condition() {
    if (leaf()) {
      return pick("b", "c", "true", "false");
    }
    return deeper(
        () ->
            switch (random.nextInt(14)) {
              case 0, 1, 2 -> "(" + condition() + pick(" && ", " || ") + condition() + ")";
              case 3 -> "!" + condition();
              case 4 -> compare(integer(), integer());
              case 5 ->
                  random.nextBoolean() ? compare(number(), number()) : order(integer(), number());
              case 6 -> compare(text(), text());
              case 7 ->
                  pick(
                      compare(time(), time()),
                      compare(span(), span()),
                      compare(octets(), octets()));
              case 8 -> text() + pick(".contains(", ".startsWith(", ".endsWith(") + text() + ")";
              case 9 -> text() + ".matches(\"" + pick(PATTERNS) + "\")";
              case 10 -> "(" + integer() + " in " + list() + ")";
              case 11 ->
                  pick("has(m.a)", "(" + text() + " in m)", "(" + list() + " == " + list() + ")");
              case 12 -> list() + macro(pick(".all", ".exists", ".exists_one"));
              default -> "(" + condition() + " ? " + condition() + " : " + condition() + ")";
            });
  }

  private String compare(String left, String right) {
    return "(" + left + pick(" == ", " != ", " < ", " <= ", " > ", " >= ") + right + ")";
  }

  private String order(String left, String right) {
    return "(" + left + pick(" < ", " <= ", " > ", " >= ") + right + ")";
  }

  private String macro(String name) {
    String variable = "x" + bound++;
    String test = pick(variable + " > " + integer(), "10 / " + variable + " > 1", condition());
    return name + "(" + variable + ", " + test + ")";
  }

  private String list() {
    if (leaf()) {
      return pick("l", "[]", "[1, 2, 3]", "[i, j]", "[0]");
    }
    return deeper(
        () -> {
          String variable = "x" + bound++;
          return switch (random.nextInt(5)) {
            case 0 -> "(" + list() + " + " + list() + ")";
            case 1 -> list() + macro(".filter");
            case 2 ->
                list()
                    + ".map("
                    + variable
                    + ", "
                    + variable
                    + pick(" + ", " * ")
                    + integer()
                    + ")";
            case 3 -> list() + ".map(" + variable + ", " + variable + " > 1, -" + variable + ")";
            default -> "(" + condition() + " ? " + list() + " : " + list() + ")";
          };
        });
  }

  private String octets() {
    return pick(
        "b\"\"",
        "b\"ab\"",
        "b\"\\xff\"",
        "bytes(" + text() + ")",
        "(b\"a\" + bytes(" + text() + "))");
  }

  private String time() {
    if (leaf()) {
      return random.nextBoolean() ? "at" : "timestamp(\"" + pick(TIMES) + "\")";
    }
    return deeper(() -> "(" + time() + pick(" + ", " - ") + span() + ")");
  }

  private String span() {
    if (leaf()) {
      return random.nextBoolean() ? "d" : "duration(\"" + pick(SPANS) + "\")";
    }
    return deeper(
        () ->
            random.nextBoolean()
                ? "(" + time() + " - " + time() + ")"
                : "(" + span() + pick(" + ", " - ") + span() + ")");
  }

  private static String literal(long value) {
    return String.valueOf(value);
  }

  private long pick(long[] values) {
    return values[random.nextInt(values.length)];
  }

  private String pick(String... values) {
    return values[random.nextInt(values.length)];
  }
}
