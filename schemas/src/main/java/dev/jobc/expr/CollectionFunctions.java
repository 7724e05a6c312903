package dev.jobc.expr;

import dev.jobc.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Lists and maps. */
final class CollectionFunctions {
  static final String TABLE =
      """
      operator add_list +(list<T>, list<T>) -> list<T>
      operator in_list in(any, list<any>) -> bool
      operator in_map in(string, map<string, any>) -> bool
      either size_list size(list<any>) -> int
      either size_map size(map<string, any>) -> int
      either flatten flatten(list<list<T>>) -> list<T>
      either keys keys(map<string, any>) -> list<string>
      either values values(map<string, T>) -> list<T>
      function range range(int) -> list<int>
      function range_from range(int, int) -> list<int>
      either sum_int sum(list<int>) -> int
      either sum_float sum(list<float>) -> float
      internal map_of map_of(list<string>, list<T>) -> map<string, T>
      internal present present(any) -> bool
      internal get_or_null get_or_null(map<string, T>, string) -> T?
      internal item_or_null item_or_null(list<T>, int) -> T?
      """;

  private CollectionFunctions() {}

  static Json apply(Overload overload, List<Json> args, Budget budget) throws EvaluationException {
    return switch (overload.id()) {
      case "add_list" -> concat(args, budget);
      case "in_list" -> contains(args.get(0), Args.items(args, 1), budget);
      case "in_map" -> Json.of(Args.members(args, 1).containsKey(Args.text(args, 0)));
      case "size_list" -> Json.of((long) Args.items(args, 0).size());
      case "size_map" -> Json.of((long) Args.members(args, 0).size());
      case "flatten" -> concat(Args.items(args, 0), budget);
      case "keys" -> spent(Json.strings(List.copyOf(Args.members(args, 0).keySet())), budget);
      case "values" -> spent(Json.array(List.copyOf(Args.members(args, 0).values())), budget);
      case "range" -> range(0, Args.whole(args, 0), budget);
      case "range_from" -> range(Args.whole(args, 0), Args.whole(args, 1), budget);
      case "sum_int" -> sum(Args.items(args, 0), budget);
      case "sum_float" -> sumFloats(Args.items(args, 0), budget);
      case "map_of" -> mapOf(Args.items(args, 0), Args.items(args, 1), budget);
      case "present" -> Json.of(args.get(0) != Json.NULL);
      case "get_or_null" -> Args.members(args, 0).getOrDefault(Args.text(args, 1), Json.NULL);
      case "item_or_null" -> itemOrNull(Args.items(args, 0), Args.whole(args, 1));
      default -> throw Args.missing(overload);
    };
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

  private static Json itemOrNull(List<Json> items, long at) {
    return at < 0 || at >= items.size() ? Json.NULL : items.get((int) at);
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
      budget.items(all.size() + (long) items.size());
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
    budget.items(count < 0 ? Long.MAX_VALUE : count);
    budget.spend(count);
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
      sum += Args.number(item);
    }
    if (!Double.isFinite(sum)) {
      throw new EvaluationException("float overflow in the sum of " + items.size() + " numbers");
    }
    return Json.of(sum);
  }
}
