package dev.jobc.expr;

import static dev.jobc.expr.FunctionTable.ANY;
import static dev.jobc.expr.FunctionTable.BOOL;
import static dev.jobc.expr.FunctionTable.FLOAT;
import static dev.jobc.expr.FunctionTable.INT;
import static dev.jobc.expr.FunctionTable.STRING;
import static dev.jobc.expr.FunctionTable.T;
import static dev.jobc.expr.FunctionTable.items;
import static dev.jobc.expr.FunctionTable.list;
import static dev.jobc.expr.FunctionTable.map;
import static dev.jobc.expr.FunctionTable.maybe;
import static dev.jobc.expr.FunctionTable.members;
import static dev.jobc.expr.FunctionTable.of;
import static dev.jobc.expr.FunctionTable.text;
import static dev.jobc.expr.FunctionTable.whole;

import dev.jobc.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Lists and maps. */
final class CollectionFunctions {
  private CollectionFunctions() {}

  static void addTo(FunctionTable table) {
    table.operator(
        "add_list",
        "+",
        of(list(T), list(T)),
        list(T),
        (args, budget) -> concat(List.of(args.get(0), args.get(1)), budget));
    table.operator(
        "in_list",
        "in",
        of(ANY, list(ANY)),
        BOOL,
        (args, budget) -> contains(args.get(0), items(args, 1), budget));
    table.operator(
        "in_map",
        "in",
        of(STRING, map(ANY)),
        BOOL,
        (args, budget) -> Json.of(members(args, 1).containsKey(text(args, 0))));
    table.either(
        "size_list",
        "size",
        of(list(ANY)),
        INT,
        (args, budget) -> Json.of((long) items(args, 0).size()));
    table.either(
        "size_map",
        "size",
        of(map(ANY)),
        INT,
        (args, budget) -> Json.of((long) members(args, 0).size()));
    table.either(
        "flatten",
        "flatten",
        of(list(list(T))),
        list(T),
        (args, budget) -> concat(items(args, 0), budget));
    table.either(
        "keys",
        "keys",
        of(map(ANY)),
        list(STRING),
        (args, budget) -> spent(Json.strings(List.copyOf(members(args, 0).keySet())), budget));
    table.either(
        "values",
        "values",
        of(map(T)),
        list(T),
        (args, budget) -> spent(Json.array(List.copyOf(members(args, 0).values())), budget));
    table.function(
        "range", "range", of(INT), list(INT), (args, budget) -> range(0, whole(args, 0), budget));
    table.function(
        "range_from",
        "range",
        of(INT, INT),
        list(INT),
        (args, budget) -> range(whole(args, 0), whole(args, 1), budget));
    table.either(
        "sum_int", "sum", of(list(INT)), INT, (args, budget) -> sum(items(args, 0), budget));
    table.either(
        "sum_float",
        "sum",
        of(list(FLOAT)),
        FLOAT,
        (args, budget) -> sumFloats(items(args, 0), budget));
    table.internal(
        "map_of",
        of(list(STRING), list(T)),
        map(T),
        (args, budget) -> mapOf(items(args, 0), items(args, 1), budget));
    table.internal("present", of(ANY), BOOL, (args, budget) -> Json.of(args.get(0) != Json.NULL));
    table.internal(
        "get_or_null",
        of(map(T), STRING),
        maybe(T),
        (args, budget) -> members(args, 0).getOrDefault(text(args, 1), Json.NULL));
  }

  private static Json mapOf(List<Json> keys, List<Json> values, Budget budget)
      throws EvaluationException {
    budget.spend(keys.size());
    Map<String, Json> members = new LinkedHashMap<>();
    for (int i = 0; i < keys.size(); i++) {
      String key = ((Json.Str) keys.get(i)).value();
      if (members.put(key, values.get(i)) != null) {
        throw new EvaluationException("the key \"" + key + "\" twice in a map");
      }
    }
    return Json.object(members);
  }

  private static Json spent(Json.Arr list, Budget budget) throws EvaluationException {
    budget.spend(list.items().size());
    return list;
  }

  private static Json concat(List<Json> lists, Budget budget) throws EvaluationException {
    List<Json> all = new ArrayList<>();
    for (Json list : lists) {
      List<Json> items = ((Json.Arr) list).items();
      budget.spend(items.size() + 1L);
      all.addAll(items);
    }
    return Json.array(all);
  }

  private static Json contains(Json value, List<Json> items, Budget budget)
      throws EvaluationException {
    for (Json item : items) {
      if (Values.equal(value, item, budget)) {
        return Json.TRUE;
      }
    }
    return Json.FALSE;
  }

  private static Json range(long from, long to, Budget budget) throws EvaluationException {
    if (to <= from) {
      return Json.array(List.of());
    }
    long count = to - from;
    budget.spend(count < 0 ? Long.MAX_VALUE : count);
    List<Json> numbers = new ArrayList<>((int) count);
    for (long i = from; i < to; i++) {
      numbers.add(Json.of(i));
    }
    return Json.array(numbers);
  }

  private static Json sum(List<Json> items, Budget budget) throws EvaluationException {
    budget.spend(items.size());
    long sum = 0;
    try {
      for (Json item : items) {
        sum = Math.addExact(sum, ((Json.Int) item).value());
      }
    } catch (ArithmeticException e) {
      throw new EvaluationException("int overflow in the sum of " + items.size() + " numbers");
    }
    return Json.of(sum);
  }

  private static Json sumFloats(List<Json> items, Budget budget) throws EvaluationException {
    budget.spend(items.size());
    double sum = 0;
    for (Json item : items) {
      sum += FunctionTable.number(item);
    }
    if (!Double.isFinite(sum)) {
      throw new EvaluationException("float overflow in the sum of " + items.size() + " numbers");
    }
    return Json.of(sum);
  }
}
