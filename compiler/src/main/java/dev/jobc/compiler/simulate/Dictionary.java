package dev.jobc.compiler.simulate;

import dev.jobc.json.Json;
import dev.jobc.plan.Plan;
import dev.jobc.plan.PlanJson;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The constants of a plan's expressions: what conditions compare with is what makes them true or
 * false.
 */
final class Dictionary {
  /** More of a kind don't make a search better. */
  private static final int MOST = 12;

  /** Without constants. */
  static final Dictionary NONE = new Dictionary();

  private final Set<Json> strings = new LinkedHashSet<>();
  private final Set<Json> ints = new LinkedHashSet<>();
  private final Set<Json> floats = new LinkedHashSet<>();

  static Dictionary of(Plan plan) {
    Dictionary dictionary = new Dictionary();
    if (PlanJson.write(plan) instanceof Json.Obj(Map<String, Json> members)) {
      dictionary.walk(members.getOrDefault("graphs", Json.NULL));
      dictionary.walk(members.getOrDefault("outputs", Json.NULL));
    }
    return dictionary;
  }

  private void walk(Json json) {
    switch (json) {
      case Json.Arr(List<Json> items) -> items.forEach(this::walk);
      case Json.Obj(Map<String, Json> members) -> {
        if (members.size() == 1 && members.containsKey("const")) {
          constant(members.getOrDefault("const", Json.NULL));
        } else {
          members.values().forEach(this::walk);
        }
      }
      default -> {}
    }
  }

  private void constant(Json value) {
    switch (value) {
      case Json.Str s -> strings.add(s);
      case Json.Float(double number) -> {
        floats.add(value);
        floats.add(Json.of(number + 1));
      }
      case Json.Int(long number) -> {
        boolean small = number > -1_000_000 && number < 1_000_000;
        ints.add(value);
        ints.add(small ? Json.of(number + 1) : value);
        ints.add(small ? Json.of(number - 1) : value);
      }
      case Json.Arr(List<Json> items) -> items.forEach(this::constant);
      case Json.Obj(Map<String, Json> members) -> members.values().forEach(this::constant);
      case Json.Bool b -> {}
      case Json.Null n -> {}
    }
  }

  List<Json> strings() {
    return some(strings);
  }

  List<Json> ints() {
    return some(ints);
  }

  List<Json> floats() {
    return some(floats);
  }

  private static List<Json> some(Set<Json> values) {
    List<Json> all = new ArrayList<>(values);
    return all.subList(0, Math.min(MOST, all.size()));
  }
}
