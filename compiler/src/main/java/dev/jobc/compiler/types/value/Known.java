package dev.jobc.compiler.types.value;

import dev.jobc.expr.PlanExpr;
import dev.jobc.type.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is known at a place beyond what was declared.
 *
 * @param types narrower types of values, by {@code dev.jobc.syntax.ExprText} of the expression
 * @param endings how a step can have ended, by its id: a part of {@link #ENDINGS}
 * @param truths conditions that hold, few, some perhaps twice
 */
public record Known(
    Map<String, Type> types, Map<String, Set<String>> endings, List<PlanExpr> truths) {
  public static final Known NOTHING = new Known(Map.of(), Map.of(), List.of());

  private static final Pattern OUTPUTS = Pattern.compile("steps\\.([a-z][a-z0-9_]*)\\.outputs");

  /** Every way in which a step ends. */
  public static final Set<String> ENDINGS =
      java.util.Collections.unmodifiableSet(
          new LinkedHashSet<>(java.util.List.of("succeeded", "failed", "skipped")));

  public Known {
    types = Map.copyOf(types);
    endings = Map.copyOf(endings);
    truths = List.copyOf(truths);
  }

  public static Known type(String expression, Type type) {
    return new Known(Map.of(expression, type), Map.of(), List.of());
  }

  public static Known ended(String step, Set<String> endings) {
    return new Known(Map.of(), Map.of(step, Set.copyOf(endings)), List.of());
  }

  /** That a condition holds, and each of those it joins by {@code &&}. */
  public static Known truth(PlanExpr condition) {
    List<PlanExpr> truths = new ArrayList<>();
    collect(condition, truths);
    return new Known(Map.of(), Map.of(), truths);
  }

  private static void collect(PlanExpr condition, List<PlanExpr> truths) {
    truths.add(condition);
    if (condition instanceof PlanExpr.Call(String function, List<PlanExpr> sides)
        && function.equals("equal")) {
      truths.add(new PlanExpr.Call(function, sides.reversed()));
    }
    if (condition instanceof PlanExpr.Logic(boolean and, PlanExpr left, PlanExpr right) && and) {
      collect(left, truths);
      collect(right, truths);
    }
  }

  /** Whether a condition is certain to hold. */
  public boolean holds(PlanExpr condition) {
    return truths.contains(condition)
        || (condition instanceof PlanExpr.Logic(boolean and, PlanExpr left, PlanExpr right)
            && (and ? holds(left) && holds(right) : holds(left) || holds(right)));
  }

  /** Whether the step is certain not to have ended that way. */
  public boolean isNot(String step, String ending) {
    return succeeded(step) || !endings.getOrDefault(step, ENDINGS).contains(ending);
  }

  public boolean isNothing() {
    return types.isEmpty() && endings.isEmpty() && truths.isEmpty();
  }

  /** Whether the step is certain to have succeeded. */
  public boolean succeeded(String step) {
    String outputs = "steps." + step + ".outputs";
    return Set.of("succeeded").equals(endings.get(step))
        || types.keySet().stream().anyMatch(path -> path.startsWith(outputs));
  }

  /** The ways that are left of those in which a step can have ended. */
  public Set<String> common(String step, Set<String> ways) {
    return succeeded(step)
        ? Set.of("succeeded")
        : common(ways, endings.getOrDefault(step, ENDINGS));
  }

  /** The ids of the steps that are certain to have succeeded. */
  public Set<String> succeeded() {
    Set<String> sure = new LinkedHashSet<>();
    endings.forEach(
        (step, ways) -> {
          if (ways.equals(Set.of("succeeded"))) {
            sure.add(step);
          }
        });
    for (String path : types.keySet()) {
      Matcher outputs = OUTPUTS.matcher(path);
      if (outputs.lookingAt()) {
        sure.add(outputs.group(1));
      }
    }
    return sure;
  }

  /** Both hold; the other was found out later and is the narrower. */
  public Known and(Known other) {
    if (other.isNothing() || isNothing()) {
      return isNothing() ? other : this;
    }
    Map<String, Type> bothTypes = new HashMap<>(types);
    bothTypes.putAll(other.types);
    Map<String, Set<String>> bothEndings = new HashMap<>(endings);
    other.endings.forEach((step, ways) -> bothEndings.merge(step, ways, Known::common));
    List<PlanExpr> bothTruths = new ArrayList<>(truths);
    bothTruths.addAll(other.truths);
    return new Known(bothTypes, bothEndings, bothTruths);
  }

  /** One of the two holds. */
  public Known or(Known other) {
    if (isNothing() || other.isNothing()) {
      return NOTHING;
    }
    Map<String, Type> eitherType = new HashMap<>(types);
    eitherType
        .entrySet()
        .removeIf(entry -> !entry.getValue().equals(other.types.get(entry.getKey())));
    Map<String, Set<String>> eitherEnding = new HashMap<>(endings);
    eitherEnding.keySet().retainAll(other.endings.keySet());
    eitherEnding.replaceAll((step, ways) -> all(ways, other.endings.getOrDefault(step, ENDINGS)));
    eitherEnding.values().removeIf(ways -> ways.equals(ENDINGS));
    List<PlanExpr> eitherTruth = new ArrayList<>(truths);
    eitherTruth.retainAll(other.truths);
    return new Known(eitherType, eitherEnding, eitherTruth);
  }

  private static Set<String> common(Set<String> a, Set<String> b) {
    Set<String> common = new HashSet<>(a);
    common.retainAll(b);
    return Set.copyOf(common);
  }

  private static Set<String> all(Set<String> a, Set<String> b) {
    Set<String> all = new HashSet<>(a);
    all.addAll(b);
    return Set.copyOf(all);
  }
}
