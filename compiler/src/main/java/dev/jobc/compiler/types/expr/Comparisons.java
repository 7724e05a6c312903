package dev.jobc.compiler.types.expr;

import static dev.jobc.diag.DiagnosticCode.CONSTANT_CONDITION;
import static dev.jobc.diag.DiagnosticCode.INCOMPARABLE;

import dev.jobc.compiler.resolve.Problems;
import dev.jobc.compiler.types.value.Facts;
import dev.jobc.compiler.types.value.Known;
import dev.jobc.compiler.types.value.Typed;
import dev.jobc.compiler.types.value.Types;
import dev.jobc.diag.Diagnostic;
import dev.jobc.diag.Suggestions;
import dev.jobc.expr.PlanExpr;
import dev.jobc.json.Json;
import dev.jobc.source.Span;
import dev.jobc.syntax.BinaryOperator;
import dev.jobc.syntax.Expr;
import dev.jobc.type.Type;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** {@code ==}, {@code !=} and {@code in}: what can never be equal is a mistake. */
final class Comparisons {
  private final ExprChecker checker;
  private final Problems problems;

  Comparisons(ExprChecker checker) {
    this.checker = checker;
    this.problems = checker.problems();
  }

  Typed equality(Expr.Binary binary) {
    Typed left = checker.check(binary.left());
    Typed right = checker.check(binary.right());
    boolean redundant = isRedundant(binary, left, right);
    if (left.isBroken()
        || right.isBroken()
        || !redundant && neverEqual(binary, left, left.type(), right, right.type())) {
      return Typed.BROKEN;
    }
    Facts facts = equal(binary.left(), left, right).and(equal(binary.right(), right, left));
    Facts both = Facts.of(facts.whenTrue(), different(binary, left, right));
    boolean equal = binary.operator().value() == BinaryOperator.EQUAL;
    Typed value = operator(binary, left, right).with(equal ? both : both.negated());
    if (redundant && !checker.scope().known().truths().contains(value.expr())) {
      String message = "this is always " + !equal + ": the value is known to be there here";
      problems.report(
          problems
              .at(CONSTANT_CONDITION, binary.operator().span(), message)
              .help("leave the test out"));
    }
    return new Defaulted(checker).compared(binary, value, left, right);
  }

  /** Whether it is asked if a value is there that may be missing, but for what is known here. */
  private boolean isRedundant(Expr.Binary binary, Typed left, Typed right) {
    if (right.type() == Type.Simple.NULL) {
      return isThereOnlyHere(binary.left(), left);
    }
    return left.type() == Type.Simple.NULL && isThereOnlyHere(binary.right(), right);
  }

  private boolean isThereOnlyHere(Expr expr, Typed typed) {
    return !typed.isBroken()
        && !Types.comparable(typed.type(), Type.Simple.NULL)
        && Types.comparable(checker.unknowing().check(expr).type(), Type.Simple.NULL);
  }

  Typed membership(Expr.Binary binary) {
    Typed left = checker.check(binary.left());
    Typed right = checker.check(binary.right());
    if (left.isBroken() || right.isBroken()) {
      return Typed.BROKEN;
    }
    if (foreignItem(left.type(), binary.right())) {
      return Typed.BROKEN;
    }
    if (right.type() instanceof Type.ListOf(Type element)
        && neverEqual(binary, left, left.type(), right, element)) {
      return Typed.BROKEN;
    }
    Typed value = operator(binary, left, right);
    boolean present =
        right.type() instanceof Type.ListOf(Type element) && !Types.mayBeNull(element);
    Known inside = present ? Narrowing.present(checker, binary.left(), left) : Known.NOTHING;
    return value.with(Facts.of(inside, Known.NOTHING));
  }

  /** Whether a list that is written in place has a text that an enum doesn't have. */
  private boolean foreignItem(Type type, Expr list) {
    boolean foreign = false;
    if (list instanceof Expr.ListOf(List<Expr> items, Span span)) {
      for (Expr item : items) {
        foreign |= item instanceof Expr.Literal && notInEnum(type, checker.check(item), item);
      }
    }
    return foreign;
  }

  /** Whether a secret is there may be asked, nothing else of it. */
  private Typed operator(Expr.Binary binary, Typed left, Typed right) {
    boolean presence = left.type() == Type.Simple.NULL || right.type() == Type.Simple.NULL;
    if (presence && (left.secret() || right.secret())) {
      PlanExpr test =
          new PlanExpr.Call(
              binary.operator().value() == BinaryOperator.EQUAL ? "equal" : "not_equal",
              List.of(left.expr(), right.expr()));
      return new Typed(Type.Simple.BOOL, test);
    }
    return new Operators(checker).operator(binary, left, right);
  }

  private boolean neverEqual(
      Expr.Binary binary, Typed left, Type leftType, Typed right, Type rightType) {
    if (!Types.comparable(leftType, rightType)) {
      String message =
          "a value of type " + leftType + " is never equal to one of type " + rightType;
      Diagnostic diagnostic = problems.at(INCOMPARABLE, binary.operator().span(), message);
      boolean entry = isEntry(binary.left(), rightType) || isEntry(binary.right(), leftType);
      problems.report(
          entry
              ? diagnostic.help(
                  "whether a map has a key is `k in m`; a value without it `m[k] ?? d`")
              : diagnostic);
      return true;
    }
    return notInEnum(leftType, right, binary.right()) || notInEnum(rightType, left, binary.left());
  }

  /** Whether an entry of a map is compared with null. */
  private boolean isEntry(Expr expr, Type other) {
    return other == Type.Simple.NULL
        && expr instanceof Expr.Index index
        && checker.unknowing().check(index.object()).type() instanceof Type.MapOf;
  }

  /** Whether a constant text is compared with an enum that doesn't have it. */
  private boolean notInEnum(Type type, Typed other, Expr place) {
    if (type.required() instanceof Type.EnumOf e
        && other.constant() instanceof Json.Str(String text)
        && !e.values().contains(text)) {
      String message = "`" + text + "` is not a value of " + e;
      Diagnostic diagnostic = problems.at(INCOMPARABLE, place.span(), message);
      String near = Suggestions.nearest(text, e.values());
      problems.report(
          near == null
              ? diagnostic.help("its values are " + String.join(", ", e.values()))
              : diagnostic.caption("did you mean `" + near + "`?"));
      return true;
    }
    return false;
  }

  /** What is known of a value that equals another. */
  private Facts equal(Expr expr, Typed typed, Typed other) {
    if (typed.expr() instanceof PlanExpr.StepStatus
        && other.constant() instanceof Json.Str(String ending)
        && Known.ENDINGS.contains(ending)) {
      return ended(expr, Set.of(ending));
    }
    boolean there = !Types.mayBeNull(other.type()) && other.type() != Type.Simple.JSON;
    return there ? Facts.of(Narrowing.present(checker, expr, typed), Known.NOTHING) : Facts.NONE;
  }

  /** What is known when the two differ. */
  private Known different(Expr.Binary binary, Typed left, Typed right) {
    Known one = differs(binary.left(), left, right).and(rest(left, right));
    return one.and(differs(binary.right(), right, left)).and(rest(right, left));
  }

  /** What is not the one of two values is the other. */
  private static Known rest(Typed value, Typed other) {
    if (!(value.type() instanceof Type.EnumOf e)
        || !(other.constant() instanceof Json.Str(String text))
        || e.values().size() != 2
        || !e.values().contains(text)) {
      return Known.NOTHING;
    }
    String left = e.values().get(e.values().indexOf(text) == 0 ? 1 : 0);
    PlanExpr constant = new PlanExpr.Const(Json.of(left));
    return Known.truth(new PlanExpr.Call("equal", List.of(value.expr(), constant)));
  }

  private Known differs(Expr expr, Typed typed, Typed other) {
    if (other.type() == Type.Simple.NULL) {
      return Narrowing.present(checker, expr, typed);
    }
    return equal(expr, typed, other).whenFalse();
  }

  /** What is known of a step after a test of its status. */
  static Facts ended(Expr status, Set<String> endings) {
    String step = Names.stepOf(status);
    if (step == null) {
      return Facts.NONE;
    }
    Set<String> others =
        Known.ENDINGS.stream().filter(e -> !endings.contains(e)).collect(Collectors.toSet());
    return Facts.of(Known.ended(step, endings), Known.ended(step, others));
  }
}
