package dev.jobc.compiler.types.value;

import dev.jobc.expr.PlanExpr;
import dev.jobc.json.Json;
import dev.jobc.type.Type;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An expression with its type, ready for the plan.
 *
 * @param taint what flowed into it that may not flow everywhere
 * @param facts what its outcome says about other values, when it is a condition
 */
public record Typed(Type type, PlanExpr expr, Taint taint, Facts facts) {
  /** What was wrong and is reported. */
  public static final Typed BROKEN = new Typed(Types.UNKNOWN, new PlanExpr.Const(Json.NULL));

  public Typed(Type type, PlanExpr expr) {
    this(type, expr, Taint.NONE, Facts.NONE);
  }

  public Typed(Type type, PlanExpr expr, Taint taint) {
    this(type, expr, taint, Facts.NONE);
  }

  public static Typed constant(Type type, Json value) {
    return new Typed(type, new PlanExpr.Const(value));
  }

  /** Whether it is what was reported, or was taken out of a record that held it. */
  public boolean isBroken() {
    return this == BROKEN || (type == Types.UNKNOWN && expr.equals(BROKEN.expr()));
  }

  /** The expressions of named values. */
  public static Map<String, PlanExpr> exprs(Map<String, Typed> values) {
    Map<String, PlanExpr> exprs = new LinkedHashMap<>();
    values.forEach((name, value) -> exprs.put(name, value.expr()));
    return exprs;
  }

  /** The same value seen as another type. */
  public Typed as(Type other) {
    return isBroken() ? this : new Typed(other, expr, taint, facts);
  }

  /** The same value with something flowed into it. */
  public Typed with(Taint more) {
    return isBroken() ? this : new Typed(type, expr, taint.and(more), facts);
  }

  public Typed with(Facts other) {
    return isBroken() ? this : new Typed(type, expr, taint, other);
  }

  /** Whether it is or holds a secret. */
  public boolean secret() {
    return Secrets.isIn(type);
  }

  /** Whether it depends on when the run started or is evaluated. */
  public boolean clock() {
    return taint.clock() != null;
  }

  /** The value when it is the same in every run, else null. */
  public @Nullable Json constant() {
    return !isBroken() && expr instanceof PlanExpr.Const(Json value) ? value : null;
  }
}
