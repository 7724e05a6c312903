package dev.jobc.compiler.types.expr;

import static dev.jobc.diag.DiagnosticCode.TYPE_MISMATCH;

import dev.jobc.compiler.types.value.Typed;
import dev.jobc.diag.Diagnostic;
import dev.jobc.diag.Fix;
import dev.jobc.json.Json;
import dev.jobc.source.Span;
import dev.jobc.syntax.BinaryOperator;
import dev.jobc.syntax.Expr;
import dev.jobc.type.Type;

/** {@code x && 'a' || 'b'}, by which languages without {@code ? :} choose between values. */
final class Choices {
  private final ExprChecker checker;

  Choices(ExprChecker checker) {
    this.checker = checker;
  }

  /** Whether one of the values can be seen to be no condition. */
  boolean isMeant(Expr.Binary or) {
    return or.operator().value() == BinaryOperator.OR
        && or.left() instanceof Expr.Binary and
        && and.operator().value() == BinaryOperator.AND
        && (isValue(and.right()) || isValue(or.right()));
  }

  Typed report(Expr.Binary or) {
    Expr.Binary and = (Expr.Binary) or.left();
    checker.check(and.left(), Type.Simple.BOOL, "`&&`");
    Typed then = checker.check(and.right());
    Typed otherwise = checker.check(or.right());
    boolean first = isValue(and.right());
    Typed value = first ? then : otherwise;
    if (!value.isBroken()) {
      Expr wrong = first ? and.right() : or.right();
      String message = (first ? "`&&`" : "`||`") + " wants bool, this is " + value.type();
      Diagnostic error = checker.problems().at(TYPE_MISMATCH, wrong.span(), message);
      checker.problems().report(instead(error, or, and));
    }
    return Typed.BROKEN;
  }

  /** The fix needs no `: `, which would end a text of YAML without quotes. */
  private Diagnostic instead(Diagnostic error, Expr.Binary or, Expr.Binary and) {
    String text = checker.problems().file().text();
    String condition = and.left().span().of(text);
    String then = and.right().span().of(text);
    String otherwise = or.right().span().of(text);
    String call = "cond(" + condition + ", " + then + ", " + otherwise + ")";
    String choice = condition + " ? " + then + " : " + otherwise;
    return error
        .help("to choose between two values write `" + choice + "`")
        .fix(Fix.replace("write `cond`", checker.problems().place(or.span()), call));
  }

  private static boolean isValue(Expr expr) {
    return switch (expr) {
      case Expr.Literal(Json value, Span span) -> !(value instanceof Json.Bool);
      case Expr.ListOf list -> true;
      case Expr.MapOf map -> true;
      default -> false;
    };
  }
}
