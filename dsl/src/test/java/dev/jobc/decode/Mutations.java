package dev.jobc.decode;

import dev.jobc.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Documents that differ from a given one in a single place. */
final class Mutations {
  private static final List<Json> OTHERS =
      List.of(
          Json.NULL,
          Json.TRUE,
          Json.of(7),
          Json.of(1.5),
          Json.of("text"),
          Json.of("3s"),
          Json.of(""),
          Json.array(List.of()),
          Json.array(List.of(Json.of("x"))),
          Json.object(Map.of()),
          Json.object(Map.of("a", Json.of("b"))));

  private static final Json STEP =
      Json.array(List.of(Json.object(Map.of("command", Json.of("true")))));

  private Mutations() {}

  /**
   * Mutations of a workflow in small documents: each has one of its members, and differs inside
   * that one. What stands around it differs once, in a document that has nothing else.
   */
  static List<Json> ofParts(Json workflow, Function<Json, List<Json>> mutations) {
    List<Json> results = new ArrayList<>(mutations.apply(part("steps", STEP)));
    ((Json.Obj) workflow)
        .members()
        .forEach(
            (key, member) -> {
              if (member instanceof Json.Arr steps) {
                for (Json step : steps.items()) {
                  inside(step, mutations, one -> part(key, Json.array(List.of(one))), results);
                }
              } else if (key.equals("tasks") && member instanceof Json.Obj tasks) {
                tasks
                    .members()
                    .forEach(
                        (name, task) ->
                            inside(
                                task,
                                mutations,
                                one -> part(key, Json.object(Map.of(name, one))),
                                results));
              } else {
                inside(member, mutations, one -> part(key, one), results);
              }
            });
    return results;
  }

  private static void inside(
      Json value,
      Function<Json, List<Json>> mutations,
      UnaryOperator<Json> document,
      List<Json> to) {
    mutations.apply(value).forEach(changed -> to.add(document.apply(changed)));
  }

  private static Json part(String key, Json member) {
    Map<String, Json> members = new LinkedHashMap<>();
    members.put("jobc", Json.of("v1"));
    members.put("name", Json.of("part"));
    members.put("steps", STEP);
    members.put(key, member);
    return Json.object(members);
  }

  /** Every member of every object left out, one at a time. */
  static List<Json> withoutKey(Json document) {
    return everywhere(
        document,
        value -> {
          List<Json> results = new ArrayList<>();
          if (value instanceof Json.Obj object) {
            for (String key : object.members().keySet()) {
              Map<String, Json> members = new LinkedHashMap<>(object.members());
              members.remove(key);
              results.add(Json.object(members));
            }
          }
          return results;
        });
  }

  /** Every one of the members added to every object that has none of that name. */
  static List<Json> withKey(Json document, Map<String, Json> added) {
    return everywhere(
        document,
        value -> {
          List<Json> results = new ArrayList<>();
          if (value instanceof Json.Obj object) {
            added.forEach(
                (key, member) -> {
                  if (object.get(key) == null) {
                    Map<String, Json> members = new LinkedHashMap<>(object.members());
                    members.put(key, member);
                    results.add(Json.object(members));
                  }
                });
          }
          return results;
        });
  }

  /** Every value replaced by values of every kind. */
  static List<Json> withOtherValues(Json document) {
    return everywhere(document, value -> OTHERS);
  }

  /** One member of each name that occurs anywhere. */
  static Map<String, Json> members(Json document) {
    Map<String, Json> members = new LinkedHashMap<>();
    collect(document, members);
    return members;
  }

  private static void collect(Json value, Map<String, Json> members) {
    if (value instanceof Json.Obj object) {
      object.members().forEach(members::putIfAbsent);
      object.members().values().forEach(member -> collect(member, members));
    } else if (value instanceof Json.Arr array) {
      array.items().forEach(item -> collect(item, members));
    }
  }

  private static List<Json> everywhere(Json value, Function<Json, List<Json>> change) {
    List<Json> results = new ArrayList<>(change.apply(value));
    if (value instanceof Json.Obj object) {
      object
          .members()
          .forEach(
              (key, member) -> {
                for (Json changed : everywhere(member, change)) {
                  Map<String, Json> members = new LinkedHashMap<>(object.members());
                  members.put(key, changed);
                  results.add(Json.object(members));
                }
              });
    } else if (value instanceof Json.Arr array) {
      for (int i = 0; i < array.items().size(); i++) {
        for (Json changed : everywhere(array.items().get(i), change)) {
          List<Json> items = new ArrayList<>(array.items());
          items.set(i, changed);
          results.add(Json.array(items));
        }
      }
    }
    return results;
  }
}
