package dev.jobc.compiler.types.expr;

import dev.jobc.compiler.types.value.Typed;
import dev.jobc.expr.PlanExpr;
import dev.jobc.input.Constraints;
import dev.jobc.json.Json;
import dev.jobc.type.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Conditions that come to the same whatever the values in them are: {@code a || !a}, {@code n > 0}
 * of an input whose {@code min} is 1, an enum that is none of its values. What a condition compares
 * with constants is tried with values on all sides of these; of anything else both outcomes are
 * tried.
 */
final class Foreseen {
  private static final int MOST_VALUES = 6;
  private static final int MOST_CASES = 256;
  private static final String OTHER = "\u0000";

  /** What is compared, with the constants that it is compared with. */
  private final Map<PlanExpr, Set<Json>> compared = new LinkedHashMap<>();

  private final Map<String, Typed> inputs;
  private final Map<String, Constraints> bounds;
  private int mentions;

  private Foreseen(Scope scope) {
    this.inputs = scope.inputs();
    this.bounds = scope.bounds();
  }

  /** Null when it can be either. */
  static @Nullable Boolean outcome(PlanExpr condition, Scope scope) {
    Foreseen foreseen = new Foreseen(scope);
    foreseen.collect(condition);
    boolean free = foreseen.mentions == foreseen.compared.size() && !foreseen.anyBounded();
    return free || foreseen.compared.size() > MOST_VALUES ? null : foreseen.outcome(condition);
  }

  private void collect(PlanExpr condition) {
    switch (condition) {
      case PlanExpr.Const known -> {}
      case PlanExpr.Logic logic -> {
        collect(logic.left());
        collect(logic.right());
      }
      case PlanExpr.Call not when not.function().equals("not") -> collect(not.args().getFirst());
      case PlanExpr.Call call when Compared.of(call) instanceof Compared atom ->
          mention(atom.value(), atom.constant());
      default -> mention(condition, Json.TRUE);
    }
  }

  private void mention(PlanExpr value, Json constant) {
    mentions++;
    compared.computeIfAbsent(value, v -> new LinkedHashSet<>()).add(constant);
  }

  private boolean anyBounded() {
    return compared.keySet().stream()
        .anyMatch(
            value ->
                value instanceof PlanExpr.WorkflowInput(String name)
                    && (bounds.containsKey(name)
                        || type(value) instanceof Type t && t.required() instanceof Type.EnumOf));
  }

  private @Nullable Type type(PlanExpr value) {
    Typed input = value instanceof PlanExpr.WorkflowInput(String name) ? inputs.get(name) : null;
    return input == null ? null : input.type();
  }

  private @Nullable Boolean outcome(PlanExpr condition) {
    List<Map<PlanExpr, Json>> cases = List.of(Map.of());
    for (Map.Entry<PlanExpr, Set<Json>> entry : compared.entrySet()) {
      List<Json> samples = samples(entry.getKey(), entry.getValue());
      if (samples.isEmpty() || (long) cases.size() * samples.size() > MOST_CASES) {
        return null;
      }
      cases = product(cases, entry.getKey(), samples);
    }
    Boolean same = null;
    for (Map<PlanExpr, Json> values : cases) {
      Boolean outcome = evaluate(condition, values);
      if (outcome != null && same != null && !outcome.equals(same)) {
        return null;
      }
      same = outcome == null ? same : outcome;
    }
    return same;
  }

  private static List<Map<PlanExpr, Json>> product(
      List<Map<PlanExpr, Json>> cases, PlanExpr value, List<Json> samples) {
    List<Map<PlanExpr, Json>> more = new ArrayList<>();
    for (Map<PlanExpr, Json> values : cases) {
      for (Json sample : samples) {
        Map<PlanExpr, Json> longer = new LinkedHashMap<>(values);
        longer.put(value, sample);
        more.add(longer);
      }
    }
    return more;
  }

  /** Values of every kind that the constants tell apart; none where that can't be said. */
  private List<Json> samples(PlanExpr value, Set<Json> constants) {
    Type type = type(value);
    Set<Json> samples = new LinkedHashSet<>();
    boolean missing = type == null || type.isOptional();
    if (missing) {
      samples.add(Json.NULL);
    }
    for (Json constant : constants) {
      if (!addNear(constant, samples)) {
        return List.of();
      }
    }
    if (type != null && type.required() instanceof Type.EnumOf some) {
      samples.removeIf(Json.Str.class::isInstance);
      some.values().forEach(one -> samples.add(Json.of(one)));
    }
    if (samples.stream().allMatch(sample -> sample == Json.NULL)) {
      samples.add(Json.of(OTHER));
    }
    if (type != null && !missing) {
      samples.remove(Json.NULL);
    }
    return value instanceof PlanExpr.WorkflowInput(String name)
            && type != null
            && type.required() == Type.Simple.INT
        ? within(samples, bounds.get(name))
        : List.copyOf(samples);
  }

  private static boolean addNear(Json constant, Set<Json> samples) {
    switch (constant) {
      case Json.Null n -> samples.add(n);
      case Json.Bool b -> samples.addAll(List.of(Json.TRUE, Json.FALSE));
      case Json.Str s -> samples.addAll(List.of(s, Json.of(OTHER)));
      case Json.Int(long number) -> {
        samples.add(constant);
        samples.add(Json.of(number == Long.MIN_VALUE ? number : number - 1));
        samples.add(Json.of(number == Long.MAX_VALUE ? number : number + 1));
      }
      case Json.Float f -> {
        return false;
      }
      case Json.Arr a -> {
        return false;
      }
      case Json.Obj o -> {
        return false;
      }
    }
    return true;
  }

  /** The bounds themselves are values, too. */
  private static List<Json> within(Set<Json> samples, @Nullable Constraints bounds) {
    boolean least = bounds != null && bounds.min() instanceof Json.Int;
    boolean most = bounds != null && bounds.max() instanceof Json.Int;
    if (bounds == null || !least && !most) {
      return List.copyOf(samples);
    }
    long min = bounds.min() instanceof Json.Int(long number) ? number : Long.MIN_VALUE;
    long max = bounds.max() instanceof Json.Int(long number) ? number : Long.MAX_VALUE;
    Set<Json> kept = new LinkedHashSet<>(samples);
    kept.add(Json.of(least ? min : max));
    kept.add(Json.of(most ? max : min));
    kept.removeIf(
        sample -> sample instanceof Json.Int(long number) && (number < min || number > max));
    return List.copyOf(kept);
  }

  /** Null where it would fail: then it comes to nothing. */
  private static @Nullable Boolean evaluate(PlanExpr condition, Map<PlanExpr, Json> values) {
    return switch (condition) {
      case PlanExpr.Const(Json known) -> bool(known);
      case PlanExpr.Logic(boolean and, PlanExpr left, PlanExpr right) -> {
        Boolean first = evaluate(left, values);
        Boolean second = evaluate(right, values);
        Boolean decides = !and;
        if (decides.equals(first) || decides.equals(second)) {
          yield decides;
        }
        yield first == null || second == null ? null : (Boolean) and;
      }
      case PlanExpr.Call not when not.function().equals("not") -> {
        Boolean inner = evaluate(not.args().getFirst(), values);
        yield inner == null ? null : (Boolean) !inner;
      }
      case PlanExpr.Call call when Compared.of(call) instanceof Compared atom ->
          atom.holds(values.getOrDefault(atom.value(), Json.NULL));
      default -> bool(values.getOrDefault(condition, Json.NULL));
    };
  }

  private static @Nullable Boolean bool(Json value) {
    return value instanceof Json.Bool(boolean known) ? (Boolean) known : null;
  }
}
