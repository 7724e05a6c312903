package dev.jobc.compiler.types.expr;

import static dev.jobc.diag.DiagnosticCode.INCOMPARABLE;

import dev.jobc.compiler.types.value.Typed;
import dev.jobc.compiler.types.value.Types;
import dev.jobc.expr.PlanExpr;
import dev.jobc.syntax.Expr;
import dev.jobc.type.Type;
import dev.jobc.type.TypeJson;
import java.util.List;

/** {@code value.as(Type)} and {@code value.is(Type)}. */
final class Casts {
  private final ExprChecker checker;

  Casts(ExprChecker checker) {
    this.checker = checker;
  }

  Typed as(Expr.As as) {
    Typed value = checker.check(as.value());
    Type type = checker.types().resolve(as.type());
    if (isNonsense(value, type, as.value(), as)) {
      return Typed.BROKEN;
    }
    Typed cast = new Typed(type, call("as", value, type), value.taint());
    return checker.calls().fold(cast, List.of(value), as.span());
  }

  Typed is(Expr.Is is) {
    Typed value = checker.check(is.value());
    Type type = checker.types().resolve(is.type());
    if (isNonsense(value, type, is.value(), is)) {
      return Typed.BROKEN;
    }
    Typed test = new Typed(Type.Simple.BOOL, call("is", value, type), value.taint());
    return checker
        .calls()
        .fold(test, List.of(value), is.span())
        .with(Narrowing.is(is.value(), value, type));
  }

  private static PlanExpr call(String function, Typed value, Type type) {
    return new PlanExpr.Call(
        function, List.of(value.expr(), new PlanExpr.Const(TypeJson.write(type))));
  }

  /** Whether there is nothing to compute: a part is broken, or is reported now. */
  private boolean isNonsense(Typed value, Type type, Expr place, Expr whole) {
    if (value.isBroken() || type == Types.UNKNOWN) {
      return true;
    }
    if (value.secret() && !(whole instanceof Expr.As && Types.assignable(value.type(), type))) {
      String message = "a secret stays a secret: it has no other type";
      checker.problems().report(Fit.leak(checker.problems(), value.taint(), whole.span(), message));
      return true;
    }
    if (Types.possible(value.type(), type)) {
      return false;
    }
    String message = "a value of type " + value.type() + " is never " + type;
    checker.problems().report(INCOMPARABLE, place.span(), message);
    return true;
  }
}
