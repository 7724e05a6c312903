package dev.jobc.compiler.types;

import dev.jobc.expr.PlanExpr;
import dev.jobc.json.Json;
import dev.jobc.type.Type;
import org.jspecify.annotations.Nullable;

/** An expression with its type, ready for the plan. */
record Typed(Type type, PlanExpr expr) {
  /** What was wrong and is reported. */
  static final Typed BROKEN = new Typed(Types.UNKNOWN, new PlanExpr.Const(Json.NULL));

  static Typed constant(Type type, Json value) {
    return new Typed(type, new PlanExpr.Const(value));
  }

  boolean isBroken() {
    return this == BROKEN;
  }

  /** The value when it is the same in every run, else null. */
  @Nullable Json constant() {
    return !isBroken() && expr instanceof PlanExpr.Const(Json value) ? value : null;
  }
}
