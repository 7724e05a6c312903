package dev.jobc.compiler.types;

import static dev.jobc.diag.DiagnosticCode.TYPE_MISMATCH;

import dev.jobc.compiler.resolve.Problems;
import dev.jobc.expr.Functions;
import dev.jobc.expr.PlanExpr;
import dev.jobc.json.Json;
import dev.jobc.source.Span;
import dev.jobc.syntax.BinaryOperator;
import dev.jobc.syntax.Expr;
import dev.jobc.syntax.UnaryOperator;
import dev.jobc.type.Type;
import java.util.List;

/** Operators between and before values. */
final class Operators {
  private final ExprChecker checker;
  private final Problems problems;

  Operators(ExprChecker checker) {
    this.checker = checker;
    this.problems = checker.problems();
  }

  Typed unary(Expr.Unary unary) {
    Typed operand = checker.check(unary.operand());
    String symbol = unary.operator().value().symbol();
    Typed value =
        checker
            .calls()
            .call(
                unary.operator().as(symbol),
                Functions.operators(symbol, 1),
                List.of(operand),
                List.of(unary.operand().span()),
                unary.span());
    boolean not = unary.operator().value() == UnaryOperator.NOT;
    return not ? value.with(operand.facts().negated()) : value;
  }

  Typed binary(Expr.Binary binary) {
    return switch (binary.operator().value()) {
      case AND, OR -> logic(binary);
      case COALESCE -> coalesce(binary);
      case EQUAL, NOT_EQUAL -> new Comparisons(checker).equality(binary);
      case IN -> new Comparisons(checker).membership(binary);
      case MULTIPLY,
          DIVIDE,
          REMAINDER,
          ADD,
          SUBTRACT,
          LESS,
          LESS_OR_EQUAL,
          GREATER,
          GREATER_OR_EQUAL ->
          operator(binary, checker.check(binary.left()), checker.check(binary.right()));
    };
  }

  Typed operator(Expr.Binary binary, Typed left, Typed right) {
    String symbol = binary.operator().value().symbol();
    return checker
        .calls()
        .call(
            binary.operator().as(symbol),
            Functions.operators(symbol, 2),
            List.of(left, right),
            List.of(binary.left().span(), binary.right().span()),
            binary.span());
  }

  private Typed logic(Expr.Binary binary) {
    boolean and = binary.operator().value() == BinaryOperator.AND;
    String what = "`" + binary.operator().value().symbol() + "`";
    Typed left = checker.check(binary.left(), Type.Simple.BOOL, what);
    Typed right =
        checker.given(Facts.known(left, and)).check(binary.right(), Type.Simple.BOOL, what);
    if (left.isBroken() || right.isBroken()) {
      return Typed.BROKEN;
    }
    Facts facts = and ? left.facts().and(right.facts()) : left.facts().or(right.facts());
    Taint taint = left.taint().and(right.taint());
    PlanExpr expr = Constants.logic(and, left, right);
    return new Typed(Type.Simple.BOOL, expr, taint, facts);
  }

  private Typed coalesce(Expr.Binary binary) {
    Typed left = new Selections(checker, problems).lenient(binary.left());
    Typed right = checker.check(binary.right());
    if (left.isBroken() || right.isBroken()) {
      return Typed.BROKEN;
    }
    Type type = left.type() == Type.Simple.NULL ? right.type() : left.type().required();
    Typed both = new Typed(type, Constants.coalesce(left, right), left.taint().and(right.taint()));
    Typed value = joined(both, right.type(), binary.right());
    boolean there = Json.FALSE.equals(right.constant());
    Known known = there ? Narrowing.present(checker, binary.left(), left) : Known.NOTHING;
    return there ? value.with(Facts.of(known.and(left.facts().whenTrue()), Known.NOTHING)) : value;
  }

  Typed conditional(Expr condition, Expr then, Expr otherwise, Span whole) {
    Typed test = checker.check(condition, Type.Simple.BOOL, "a condition");
    Typed yes = checker.given(Facts.known(test, true)).check(then);
    Typed no = checker.given(Facts.known(test, false)).check(otherwise);
    if (test.isBroken() || yes.isBroken() || no.isBroken()) {
      return Typed.BROKEN;
    }
    Taint taint = test.taint().and(yes.taint()).and(no.taint());
    Typed both = new Typed(yes.type(), Constants.conditional(test, yes, no), taint);
    return joined(both, no.type(), otherwise);
  }

  /** The type of a value that is one of two; the place is that of the second. */
  private Typed joined(Typed first, Type second, Expr place) {
    Type type = Types.join(first.type(), second);
    if (type == null) {
      String message = "both alternatives must have one type: " + first.type() + " and " + second;
      problems.report(TYPE_MISMATCH, place.span(), message);
      return Typed.BROKEN;
    }
    return first.as(type);
  }
}
