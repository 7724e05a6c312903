package dev.jobc.compiler.plandiff;

import dev.jobc.compiler.planview.Part;
import dev.jobc.compiler.planview.PlanSteps;
import dev.jobc.json.Json;
import dev.jobc.plan.Plan;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The JSON of parts of a plan in a form that compares: where expressions name steps by numbers,
 * paths stand; what only numbers graphs or tells the place in the source is left out.
 */
final class Canonical {
  private static final Set<String> STEP_READS = Set.of("outputs", "gathered", "status", "error");
  private static final Set<String> SCOPE_READS = Set.of("item", "ordinal", "caught");

  /** Members that hold values of authors, whatever they look like. */
  private static final Set<String> OPAQUE = Set.of("const", "labels", "examples");

  private final PlanSteps steps;
  private final Map<Integer, String> owners;

  Canonical(Plan plan) {
    this(plan, PlanSteps.of(plan));
  }

  Canonical(Plan plan, PlanSteps steps) {
    this.steps = steps;
    this.owners = owners(plan, steps);
  }

  Json json(Json value) {
    return switch (value) {
      case Json.Obj(Map<String, Json> members) -> object(members);
      case Json.Arr(List<Json> items) -> Json.array(items.stream().map(this::json).toList());
      case Json.Null n -> value;
      case Json.Bool b -> value;
      case Json.Int i -> value;
      case Json.Float f -> value;
      case Json.Str s -> value;
    };
  }

  /** Paths of the steps whose values a part reads, in order of the alphabet. */
  Set<String> reads(Json value) {
    Set<String> found = new TreeSet<>();
    collect(value, found);
    return found;
  }

  private Json object(Map<String, Json> members) {
    Map<String, Json> result = new LinkedHashMap<>();
    members.forEach(
        (name, value) -> {
          String path = path(name, value);
          if (OPAQUE.contains(name)) {
            result.put(name, value);
          } else if (path != null) {
            result.put(name, Json.of(path));
          } else if (!isNumbering(name, value)) {
            result.put(name, json(value));
          }
        });
    return Json.object(result);
  }

  private void collect(Json value, Set<String> found) {
    if (value instanceof Json.Arr(List<Json> items)) {
      items.forEach(item -> collect(item, found));
    } else if (value instanceof Json.Obj(Map<String, Json> members)) {
      members.forEach(
          (name, member) -> {
            String path = STEP_READS.contains(name) ? path(name, member) : null;
            if (path != null) {
              found.add(path);
            } else if (!OPAQUE.contains(name)) {
              collect(member, found);
            }
          });
    }
  }

  private @Nullable String path(String name, Json value) {
    if (STEP_READS.contains(name)
        && value instanceof Json.Arr(List<Json> at)
        && at.size() == 2
        && at.get(0) instanceof Json.Int(long graph)
        && at.get(1) instanceof Json.Int(long node)) {
      return steps.path(graph, node);
    }
    return SCOPE_READS.contains(name) && value instanceof Json.Int(long graph)
        ? owners.getOrDefault((int) graph, "")
        : null;
  }

  /** Whether a member only says where something is. */
  private static boolean isNumbering(String name, Json value) {
    return switch (name) {
      case "source" -> value instanceof Json.Str;
      case "body", "default", "finally", "map", "combine", "reduce", "compensate" ->
          value instanceof Json.Int;
      default -> false;
    };
  }

  private static Map<Integer, String> owners(Plan plan, PlanSteps steps) {
    Map<Integer, String> owners = new HashMap<>();
    for (PlanSteps.Entry entry : steps.all()) {
      Part.of(entry.node())
          .forEach(part -> owners.put(part.graph(), entry.path() + "/" + part.name()));
    }
    Part.of(plan.handlers()).forEach(part -> owners.put(part.graph(), part.name()));
    for (Part part : Part.called(plan)) {
      owners.put(part.graph(), part.name() + "/" + plan.node(part.graph(), 0).id());
    }
    return owners;
  }
}
