package dev.jobc.expr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jobc.expr.PlanExpr.Comprehension;
import dev.jobc.expr.PlanExpr.Const;
import dev.jobc.expr.PlanExpr.Local;
import dev.jobc.json.Json;
import dev.jobc.json.JsonText;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EvaluatorTest {
  /** id, arguments as a JSON array, result as JSON or the message after {@code !}. */
  private static final String CALLS =
      """
      add_int | [1,2] | 3
      add_int | [9223372036854775807,1] | !int overflow: 9223372036854775807 + 1
      subtract_int | [-9223372036854775808,1] | !int overflow: -9223372036854775808 - 1
      multiply_int | [4611686018427387904,2] | !int overflow: 4611686018427387904 * 2
      divide_int | [7,2] | 3
      divide_int | [-7,2] | -3
      divide_int | [1,0] | !division by zero: 1 / 0
      divide_int | [-9223372036854775808,-1] | !int overflow: -9223372036854775808 / -1
      remainder_int | [-7,3] | -1
      remainder_int | [7,0] | !division by zero: 7 % 0
      remainder_int | [-9223372036854775808,-1] | 0
      negate_int | [-9223372036854775808] | !int overflow: -(-9223372036854775808)
      negate_float | [1.5] | -1.5
      add_float | [1,0.5] | 1.5
      subtract_float | [1,0.5] | 0.5
      multiply_float | [1e308,10] | !float overflow: 1.0E308 * 10.0
      divide_float | [1.0,0] | !division by zero: 1.0 / 0.0
      not | [true] | false
      equal | [1,1.0] | true
      equal | [9007199254740993,9007199254740992.0] | false
      equal | [{"a":[1]},{"a":[1.0]}] | true
      equal | [[1],[1,2]] | false
      equal | [null,0] | false
      equal | [null,null] | true
      not_equal | ["a","b"] | true
      less_int | [1,2] | true
      less_float | [1,1.5] | true
      less_float | [2.5,2] | false
      less_or_equal_float | [0.0,-0.0] | true
      greater_string | ["b","a"] | true
      less_string | ["\\uffee","🦊"] | true
      greater_or_equal_bool | [false,true] | false
      less_date | ["2026-01-09","2026-01-10"] | true
      less_timestamp | ["2026-01-01T00:00:00Z","2026-01-01T00:00:00.500Z"] | true
      greater_duration | ["PT2H","PT90M"] | true
      min_int | [[3,1,2]] | 1
      min_int | [[]] | !min of an empty list
      max_float | [[1,2.5]] | 2.5
      max_two_int | [3,9] | 9
      min_two_float | [3,9.5] | 3
      sorted_string | [["b","a"]] | ["a","b"]
      sorted_float | [[2,1.5]] | [1.5,2]
      add_string | ["a","b"] | "ab"
      size_string | ["🦊é"] | 2
      contains | ["abc","b"] | true
      starts_with | ["abc","ab"] | true
      ends_with | ["abc","ab"] | false
      matches | ["order-17","[0-9]+$"] | true
      matches | ["x","("] | !no regular expression: missing closing ): (
      lower | ["ÄB"] | "äb"
      upper | ["i"] | "I"
      trim | ["\\u2003 a \\n"] | "a"
      replace | ["a.a",".","-"] | "a-a"
      split | ["a,b,",","] | ["a","b",""]
      split | ["aé🦊",""] | ["a","é","🦊"]
      join | [["a","b"]] | "ab"
      join_with | [["","a","b"],", "] | ", a, b"
      join_with | [[],", "] | ""
      format | ["%s %d%% %.2f %s",["a",3,2.675,[1]]] | "a 3% 2.67 [1]"
      format | ["%x %f",[255,1]] | "ff 1.000000"
      format | ["%d",["a"]] | !format %d wants an int, got "a"
      format | ["%s",[]] | !format has only 0 values for its places: %s
      format | ["x",[1]] | !format has 1 values but only 0 places: x
      format | ["%q",[1]] | !format knows %s, %d, %x, %f, %.2f and %%, not %q: %q
      add_list | [[1],[2]] | [1,2]
      in_list | [1.0,[3,1]] | true
      in_map | ["a",{"a":null}] | true
      size_list | [[1,2]] | 2
      size_map | [{"a":1}] | 1
      flatten | [[[1],[],[2,3]]] | [1,2,3]
      keys | [{"b":1,"a":2}] | ["b","a"]
      values | [{"b":1,"a":2}] | [1,2]
      range | [3] | [0,1,2]
      range_from | [2,2] | []
      range | [9223372036854775807] | !an expression makes no list of more than 1000000 items; do this work in a task
      range_from | [-9223372036854775808,9223372036854775807] | !an expression makes no list of more than 1000000 items; do this work in a task
      sum_int | [[]] | 0
      sum_int | [[9223372036854775807,1]] | !int overflow in the sum of 2 numbers
      sum_float | [[1,0.5]] | 1.5
      present | [null] | false
      get_or_null | [{"a":1},"b"] | null
      item_or_null | [[1,2],1] | 2
      item_or_null | [[1,2],2] | null
      item_or_null | [[1,2],-1] | null
      string_of_int | [7] | "7"
      string_of_float | [1.0] | "1.0"
      string_of_bool | [true] | "true"
      string_of_date | ["2026-01-01"] | "2026-01-01"
      int_of_string | ["-12"] | -12
      int_of_string | ["x"] | !int() wants int, got "x"
      int_of_float | [-2.9] | -2
      int_of_float | [1e19] | !int overflow: int(1.0E19)
      float_of_string | ["2"] | 2.0
      float_of_float | [3] | 3.0
      bool_of_string | ["false"] | false
      bool_of_string | ["no"] | !bool() wants true or false, got "no"
      to_json | [{"a":[1,null]}] | "{\\"a\\":[1,null]}"
      from_json | ["{\\"a\\":1}"] | {"a":1}
      from_json | ["{"] | !fromJson: Unexpected end-of-input: expected close marker for Object, at line 1, column 2
      as | [3,"float"] | 3.0
      as | [{"a":"x"},{"record":{"a":"int"}}] | !as({a: int}): $.a: wants int, got string "x"
      as | ["1h","duration"] | "PT1H"
      is | [3,"int"] | true
      is | ["x",{"union":["int","bool"]}] | false
      map_of | [["a","b"],[1,2]] | {"a":1,"b":2}
      map_of | [["a","a"],[1,2]] | !the key "a" twice in a map
      date_of_string | ["2026-13-01"] | !date() wants date (such as 2026-11-22), got string "2026-13-01"
      date_of_timestamp | ["2026-01-01T23:30:00Z"] | "2026-01-01"
      timestamp_of_string | ["2026-01-01T01:00:00+01:00"] | "2026-01-01T00:00:00Z"
      duration_of_string | ["36h"] | "PT36H"
      add_timestamp | ["2026-01-01T00:00:00Z","PT1H"] | "2026-01-01T01:00:00Z"
      subtract_span | ["2026-01-01T00:00:00Z","PT1H"] | "2025-12-31T23:00:00Z"
      add_duration | ["PT1H","PT30M"] | "PT1H30M"
      subtract_duration | ["PT1H","PT30M"] | "PT30M"
      add_date | ["2026-02-28","PT24H"] | "2026-03-01"
      add_date | ["2026-02-28","PT1H"] | !time out of range: 2026-02-28 + PT1H: a date moves by whole days only
      subtract_days | ["2026-03-01","PT48H"] | "2026-02-27"
      between_timestamps | ["2026-01-01T01:00:00Z","2026-01-01T00:00:00Z"] | "PT1H"
      add_to_timestamp | ["PT1H","2026-01-01T00:00:00Z"] | "2026-01-01T01:00:00Z"
      add_timestamp | ["9999-12-31T23:59:59Z","PT1S"] | !time out of range: 9999-12-31T23:59:59Z + PT1S: beyond the years 1 to 9999
      subtract_days | ["0001-01-01","PT24H"] | !time out of range: 0001-01-01 - PT24H: beyond the years 1 to 9999
      add_duration | ["PT87660000H","PT1H"] | !time out of range: PT87660000H + PT1H: beyond the years 1 to 9999
      negate_duration | ["PT1H"] | "PT-1H"
      multiply_duration | ["PT24H",3] | "PT72H"
      multiply_duration | ["PT1.5S",-2] | "PT-3S"
      multiply_duration | ["PT24H",4000000] | !time out of range: PT24H * 4000000: beyond the years 1 to 9999
      multiply_by_duration | [3,"PT24H"] | "PT72H"
      multiply_by_duration | [9223372036854775807,"PT24H"] | !time out of range: 9223372036854775807 * PT24H: beyond the years 1 to 9999
      multiply_by_duration | [0,"PT24H"] | "PT0S"
      divide_duration | ["PT1H",4] | "PT15M"
      divide_duration | ["PT1S",3] | "PT0.333333333S"
      divide_duration | ["PT-1S",3] | "PT-0.333333333S"
      divide_duration | ["PT1H",0] | !division by zero: PT1H / 0
      timestamp_of_int | [-62135596800] | "0001-01-01T00:00:00Z"
      timestamp_of_int | [-62135596801] | !time out of range: timestamp(-62135596801): beyond the years 1 to 9999
      timestamp_of_date | ["2026-03-01"] | "2026-03-01T00:00:00Z"
      int_of_timestamp | ["1970-01-01T00:01:00.900Z"] | 60
      duration_of_string | ["1.5us"] | "PT0.0000015S"
      FullYear_of_timestamp | ["2026-11-22T23:59:58.123Z"] | 2026
      FullYear_in_zone | ["2026-12-31T23:30:00Z","Europe/Berlin"] | 2027
      Month_of_date | ["2026-11-22"] | 10
      DayOfMonth_of_date | ["2026-11-22"] | 21
      Date_in_zone | ["2026-11-22T23:30:00Z","+05:30"] | 23
      Date_in_zone | ["2026-11-22T23:30:00Z","02:00"] | 23
      Date_in_zone | ["2026-11-22T23:30:00Z","Mars"] | !no time zone is called "Mars"; names are like Europe/Berlin, offsets like +02:00
      DayOfYear_of_date | ["2026-02-01"] | 31
      DayOfWeek_of_date | ["2026-11-22"] | 0
      Hours_of_timestamp | ["2026-11-22T23:59:58.123Z"] | 23
      Minutes_in_zone | ["2026-11-22T23:59:58.123Z","-00:30"] | 29
      Seconds_of_timestamp | ["2026-11-22T23:59:58.123Z"] | 58
      Milliseconds_of_timestamp | ["2026-11-22T23:59:58.123Z"] | 123
      Hours_of_duration | ["PT3730S"] | 1
      Minutes_of_duration | ["PT3730S"] | 62
      Seconds_of_duration | ["PT1H1.5S"] | 3601
      Milliseconds_of_duration | ["PT1H1.5S"] | 500
      add_decimal | ["0.1","0.2"] | "0.3"
      multiply_decimal | ["1.5","2"] | "3"
      divide_decimal | ["1","3"] | "0.33333333333333333333333333333333333333"
      divide_decimal | ["1","0"] | !division by zero: 1 / 0
      multiply_decimal | ["99999999999999999999999999999999999999","10"] | !decimal overflow: the value of `*` has too many digits
      remainder_decimal | ["7.5","2"] | "1.5"
      negate_decimal | ["1.5"] | "-1.5"
      sum_decimal | [["0.1","0.2"]] | "0.3"
      sum_decimal | [[]] | "0"
      decimal_of_string | ["007.50"] | "7.5"
      decimal_of_string | ["1e1000000000"] | !decimal() wants a decimal number, got "1e1000000000"
      decimal_of_int | [12] | "12"
      decimal_of_float | [0.1] | "0.1"
      int_of_decimal | ["-2.9"] | -2
      int_of_decimal | ["9223372036854775808"] | !int overflow: int(9223372036854775808)
      float_of_decimal | ["0.5"] | 0.5
      less_decimal | ["9","10"] | true
      max_decimal | [["9","10"]] | "10"
      sorted_decimal | [["10","9"]] | ["9","10"]
      format | ["%.2f",["1.5"]] | "1.50"
      add_bytes | ["YQ==","Yg=="] | "YWI="
      size_bytes | ["YWI="] | 2
      less_bytes | ["fw==","gA=="] | true
      bytes_of_string | ["ÿ"] | "w78="
      string_of_bytes | ["w78="] | "ÿ"
      string_of_bytes | ["/w=="] | !string() wants UTF-8 text, these bytes are none
      int_of_string | [" 1"] | !int() wants int, got " 1"
      float_of_string | ["0x1p3"] | !float() wants float, got "0x1p3"
      float_of_string | ["1e400"] | !float() wants float, got "1e400"
      matches | ["a\\n","a$"] | false
      matches | ["é","^.$"] | true
      matches | ["aa","(a)\\\\1"] | !no regular expression: invalid escape sequence: (a)\\1
      between_dates | ["2026-03-01","2026-02-28"] | "PT24H"
      """;

  static Stream<String> calls() {
    return CALLS.lines();
  }

  @ParameterizedTest
  @MethodSource("calls")
  void computes(String line) {
    String[] parts = line.split(" \\| ", 3);
    List<PlanExpr> args =
        ((Json.Arr) JsonText.parse(parts[1])).items().stream().<PlanExpr>map(Const::new).toList();
    PlanExpr call = new PlanExpr.Call(parts[0].strip(), args);
    String expected = parts[2].strip();
    assertThat(outcome(call)).isEqualTo(expected);
  }

  @Test
  void theTableHasALineForEveryFamilyOfFunctions() {
    Set<String> tried =
        CALLS.lines().map(line -> name(line.split(" ")[0])).collect(Collectors.toSet());
    Set<String> known = new TreeSet<>();
    Functions.all().forEach(f -> known.add(f.name()));
    known.removeAll(tried);
    assertThat(known).isEmpty();
  }

  private static String name(String id) {
    Overload overload = Functions.byId(id);
    assertThat(overload).as(id).isNotNull();
    return overload.name();
  }

  @Test
  void logicLetsADecidingSideWinOverAnError() {
    PlanExpr error = call("divide_int", "1", "0");
    PlanExpr fails = call(new PlanExpr.Call("equal", List.of(error, constant("1"))));
    assertThat(outcome(new PlanExpr.Logic(true, fails, constant("false")))).isEqualTo("false");
    assertThat(outcome(new PlanExpr.Logic(true, constant("false"), fails))).isEqualTo("false");
    assertThat(outcome(new PlanExpr.Logic(false, fails, constant("true")))).isEqualTo("true");
    assertThat(outcome(new PlanExpr.Logic(true, fails, constant("true")))).startsWith("!division");
    assertThat(outcome(new PlanExpr.Logic(false, constant("false"), fails)))
        .startsWith("!division");
  }

  @Test
  void aConditionEvaluatesOnlyTheBranchTaken() {
    PlanExpr error = call("divide_int", "1", "0");
    assertThat(outcome(new PlanExpr.Cond(constant("true"), constant("1"), error))).isEqualTo("1");
    assertThat(outcome(new PlanExpr.Coalesce(constant("1"), error))).isEqualTo("1");
    assertThat(outcome(new PlanExpr.Coalesce(constant("null"), constant("2")))).isEqualTo("2");
  }

  @Test
  void valuesOfAMapAreMappedUnderTheirKeys() {
    PlanExpr doubled = new PlanExpr.Call("add_int", List.of(new Local("x"), new Local("x")));
    assertThat(outcome(new PlanExpr.MapValues(constant("{\"b\":1,\"a\":2}"), "x", doubled)))
        .isEqualTo("{\"b\":2,\"a\":4}");
    assertThat(outcome(new PlanExpr.MapValues(constant("[1]"), "x", doubled)))
        .isEqualTo("!values of something that is no map");
  }

  @Test
  void macrosFollowCel() {
    PlanExpr even =
        new PlanExpr.Call(
            "equal",
            List.of(
                new PlanExpr.Call("remainder_int", List.of(new Local("x"), constant("2"))),
                constant("0")));
    assertThat(outcome(macro(Comprehension.Kind.FILTER, "[1,2,4]", even))).isEqualTo("[2,4]");
    assertThat(outcome(macro(Comprehension.Kind.MAP, "[1,2]", even))).isEqualTo("[false,true]");
    assertThat(outcome(macro(Comprehension.Kind.ALL, "[]", even))).isEqualTo("true");
    assertThat(outcome(macro(Comprehension.Kind.ALL, "[2,3]", even))).isEqualTo("false");
    assertThat(outcome(macro(Comprehension.Kind.EXISTS, "[1,2]", even))).isEqualTo("true");
    assertThat(outcome(macro(Comprehension.Kind.EXISTS_ONE, "[2,4]", even))).isEqualTo("false");
    PlanExpr inverse =
        new PlanExpr.Call(
            "equal",
            List.of(
                new PlanExpr.Call("divide_int", List.of(constant("6"), new Local("x"))),
                constant("3")));
    assertThat(outcome(macro(Comprehension.Kind.EXISTS, "[0,2]", inverse))).isEqualTo("true");
    assertThat(outcome(macro(Comprehension.Kind.EXISTS, "[0,1]", inverse))).startsWith("!division");
    assertThat(outcome(macro(Comprehension.Kind.ALL, "[0,1]", inverse))).isEqualTo("false");
  }

  @Test
  void innerVariablesHideOuterOnes() {
    PlanExpr inner =
        new Comprehension(Comprehension.Kind.MAP, constant("[7]"), "x", new Local("x"));
    assertThat(outcome(macro(Comprehension.Kind.MAP, "[1]", inner))).isEqualTo("[[7]]");
  }

  @Test
  void selectsFieldsAndElements() {
    PlanExpr object = constant("{\"a\":[1,2]}");
    assertThat(outcome(new PlanExpr.Field(object, "a"))).isEqualTo("[1,2]");
    assertThat(outcome(new PlanExpr.Field(object, "b"))).isEqualTo("null");
    assertThat(outcome(new PlanExpr.Field(constant("null"), "b"))).isEqualTo("null");
    assertThat(outcome(new PlanExpr.Index(object, constant("\"b\""))))
        .isEqualTo("!the map has no key \"b\"");
    assertThat(outcome(new PlanExpr.Index(constant("[1,2]"), constant("1")))).isEqualTo("2");
    assertThat(outcome(new PlanExpr.Index(constant("[1,2]"), constant("-1"))))
        .isEqualTo("!index -1 is out of range: the list has 2 items");
  }

  @Test
  void templatesJoinTheTextOfScalars() {
    PlanExpr template =
        new PlanExpr.Template(List.of(constant("\"a \""), constant("1"), constant("true")));
    assertThat(outcome(template)).isEqualTo("\"a 1true\"");
  }

  @Test
  void anExplosionEndsWithAClearMessage() {
    PlanExpr big = constant("\"xxxxxxxxxx\"");
    for (int i = 0; i < 40; i++) {
      big = new PlanExpr.Call("add_string", List.of(big, big));
    }
    PlanExpr explosion = big;
    assertThatThrownBy(() -> Evaluator.evaluate(explosion, Environment.NONE, new Budget(100_000)))
        .isInstanceOf(EvaluationException.class)
        .hasMessageContaining("more than 100000 steps");
  }

  @Test
  void aPatternThatBacktracksElsewhereIsQuick() {
    PlanExpr call = call("matches", Json.of("a".repeat(5_000) + "!"), Json.of("^(a+)+$"));
    assertThat(outcome(call)).isEqualTo("false");
  }

  @Test
  void aPatternPaysForItsTextAndItsSize() {
    PlanExpr call = call("matches", Json.of("a".repeat(500_000)), Json.of("(a|b|c){900}x"));
    assertThat(outcome(call)).startsWith("!the expression needs more than");
  }

  @Test
  void aValueThatIsSmallInMemoryAndEndlessAsTextIsRefused() {
    PlanExpr range = call("range", Json.of(10_000L));
    PlanExpr named = new Comprehension(Comprehension.Kind.MAP, range, "x", new Const(wide()));
    assertThat(outcome(named)).startsWith("!the value of the expression is larger than 16 MiB");
    assertThat(outcome(new PlanExpr.Call("to_json", List.of(named))))
        .startsWith("!the expression needs more than");
  }

  private static Json wide() {
    return Json.strings(java.util.Collections.nCopies(100, "x".repeat(100)));
  }

  @Test
  void namesComeFromTheEnvironment() {
    assertThat(outcome(new PlanExpr.WorkflowInput("n"))).isEqualTo("!inputs.n is not known here");
  }

  @Test
  void namesOfferedToAuthorsAreThoseTheyCanWrite() {
    assertThat(Functions.names()).contains("size", "flatten", "toJson").doesNotContain("+", "as");
    assertThat(Functions.named("nope")).isEmpty();
  }

  private static PlanExpr macro(Comprehension.Kind kind, String range, PlanExpr body) {
    return new Comprehension(kind, constant(range), "x", body);
  }

  private static PlanExpr call(PlanExpr call) {
    return call;
  }

  private static PlanExpr call(String id, String... args) {
    return new PlanExpr.Call(id, Arrays.stream(args).map(EvaluatorTest::constant).toList());
  }

  private static PlanExpr call(String id, Json... args) {
    return new PlanExpr.Call(id, Arrays.stream(args).<PlanExpr>map(Const::new).toList());
  }

  private static PlanExpr constant(String json) {
    return new Const(JsonText.parse(json));
  }

  private static String outcome(PlanExpr expr) {
    try {
      return JsonText.write(Evaluator.evaluate(expr, Environment.NONE));
    } catch (EvaluationException e) {
      return "!" + e.getMessage();
    }
  }
}
