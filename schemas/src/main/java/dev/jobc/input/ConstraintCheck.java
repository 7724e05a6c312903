package dev.jobc.input;

import dev.jobc.expr.Environment;
import dev.jobc.expr.EvaluationException;
import dev.jobc.expr.Evaluator;
import dev.jobc.expr.PlanExpr;
import dev.jobc.json.Json;
import dev.jobc.json.JsonText;
import dev.jobc.type.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks a value of the right type against the constraints of its input. */
public final class ConstraintCheck {
  private static final int MAX_SHOWN = 40;
  private static final Set<Type> ORDERED =
      Set.of(
          Type.Simple.INT,
          Type.Simple.FLOAT,
          Type.Simple.DATE,
          Type.Simple.TIMESTAMP,
          Type.Simple.DURATION);

  private ConstraintCheck() {}

  /**
   * What is wrong with a value, each as the end of a sentence: "must match `[a-z]+`, not `A1`".
   *
   * @param type the input's type
   * @param value in the canonical form of the type; null passes where the type allows it
   */
  public static List<String> problems(Constraints constraints, Type type, Json value) {
    List<String> problems = new ArrayList<>();
    if (value == Json.NULL) {
      return problems;
    }
    String pattern = constraints.pattern();
    if (pattern != null && value instanceof Json.Str text && !matches(text, pattern)) {
      problems.add("must match `" + pattern + "`, not `" + shown(value) + "`");
    }
    Json min = constraints.min();
    if (min != null && !ordered(type, min, value)) {
      problems.add("must be at least " + shown(min) + ", not " + shown(value));
    }
    Json max = constraints.max();
    if (max != null && !ordered(type, value, max)) {
      problems.add("must be at most " + shown(max) + ", not " + shown(value));
    }
    size(constraints, value, problems);
    return problems;
  }

  /** Whether the first of two values is not larger; both of the type, which is ordered. */
  public static boolean ordered(Type type, Json small, Json large) {
    PlanExpr compared =
        new PlanExpr.Call(
            "less_or_equal_" + type.required(),
            List.of(new PlanExpr.Const(small), new PlanExpr.Const(large)));
    return holds(compared);
  }

  /** Whether values of the type can be compared with {@code min} and {@code max}. */
  public static boolean isOrdered(Type type) {
    return ORDERED.contains(type.required());
  }

  /** Why a text is no pattern; null when it is one. */
  public static @Nullable String patternProblem(String pattern) {
    try {
      Evaluator.evaluate(matching(Json.of(""), pattern), Environment.NONE);
      return null;
    } catch (EvaluationException e) {
      return e.getMessage();
    }
  }

  private static void size(Constraints constraints, Json value, List<String> problems) {
    int size =
        switch (value) {
          case Json.Arr list -> list.items().size();
          case Json.Obj map -> map.members().size();
          default -> -1;
        };
    Integer fewest = constraints.minItems();
    if (size >= 0 && fewest != null && size < fewest) {
      problems.add("must have at least " + fewest + " items, not " + size);
    }
    Integer most = constraints.maxItems();
    if (size >= 0 && most != null && size > most) {
      problems.add("must have at most " + most + " items, not " + size);
    }
  }

  private static boolean matches(Json text, String pattern) {
    return holds(matching(text, pattern));
  }

  /** The whole text has to match, so that a pattern describes the value and not a part of it. */
  private static PlanExpr matching(Json text, String pattern) {
    PlanExpr whole = new PlanExpr.Const(Json.of("\\A(?:" + pattern + ")\\z"));
    return new PlanExpr.Call("matches", List.of(new PlanExpr.Const(text), whole));
  }

  /** What cannot be evaluated does not hold: a text too long for the budget is not accepted. */
  private static boolean holds(PlanExpr expr) {
    try {
      return Evaluator.evaluate(expr, Environment.NONE) == Json.TRUE;
    } catch (EvaluationException e) {
      return false;
    }
  }

  private static String shown(Json value) {
    String text = value instanceof Json.Str(String s) ? s : JsonText.write(value);
    return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "…";
  }
}
