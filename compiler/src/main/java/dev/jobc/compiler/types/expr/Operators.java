package dev.jobc.compiler.types.expr;

import static dev.jobc.diag.DiagnosticCode.IDLE_DEFAULT;
import static dev.jobc.diag.DiagnosticCode.TYPE_MISMATCH;

import dev.jobc.compiler.resolve.Problems;
import dev.jobc.compiler.types.value.Facts;
import dev.jobc.compiler.types.value.Known;
import dev.jobc.compiler.types.value.Taint;
import dev.jobc.compiler.types.value.Typed;
import dev.jobc.compiler.types.value.Types;
import dev.jobc.diag.Diagnostic;
import dev.jobc.expr.Functions;
import dev.jobc.json.Json;
import dev.jobc.source.Span;
import dev.jobc.syntax.BinaryOperator;
import dev.jobc.syntax.Expr;
import dev.jobc.syntax.UnaryOperator;
import dev.jobc.type.Type;
import java.util.ArrayDeque;
import java.util.Deque;
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
          GREATER_OR_EQUAL -> {
        if (new Dashes(checker.scope(), checker.problems()).isName(binary)) {
          yield Typed.BROKEN;
        }
        Typed left = checker.check(binary.left());
        Typed right = checker.check(binary.right());
        yield new Defaulted(checker).compared(binary, operator(binary, left, right), left, right);
      }
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

  /** Each term of a chain sees what those before it have told, which is put together only once. */
  private Typed logic(Expr.Binary binary) {
    Choices choices = new Choices(checker);
    if (choices.isMeant(binary)) {
      return choices.report(binary);
    }
    boolean and = binary.operator().value() == BinaryOperator.AND;
    String what = "`" + binary.operator().value().symbol() + "`";
    Deque<Expr> terms = terms(binary);
    Typed all = checker.check(terms.pop(), Type.Simple.BOOL, what);
    Known known = Facts.known(all, and);
    for (Expr term : terms) {
      Typed next = checker.given(known).check(term, Type.Simple.BOOL, what);
      known = known.and(Facts.known(next, and));
      all = logic(and, all, next);
    }
    return all;
  }

  private static Typed logic(boolean and, Typed left, Typed right) {
    if (left.isBroken() || right.isBroken()) {
      return Typed.BROKEN;
    }
    Facts facts = and ? left.facts().and(right.facts()) : left.facts().or(right.facts());
    Taint taint = left.taint().and(right.taint());
    return new Typed(Type.Simple.BOOL, Constants.logic(and, left, right), taint, facts);
  }

  /** {@code a}, {@code b} and {@code c} of {@code a && b && c}, in their order. */
  private static Deque<Expr> terms(Expr.Binary chain) {
    Deque<Expr> terms = new ArrayDeque<>();
    Expr left = chain;
    while (left instanceof Expr.Binary binary
        && binary.operator().value() == chain.operator().value()) {
      terms.push(binary.right());
      left = binary.left();
    }
    terms.push(left);
    return terms;
  }

  private Typed coalesce(Expr.Binary binary) {
    Typed left = new Selections(checker, problems).lenient(binary.left());
    Typed right = checker.check(binary.right());
    if (left.isBroken() || right.isBroken()) {
      return Typed.BROKEN;
    }
    idle(binary, left.type());
    Type type = left.type() == Type.Simple.NULL ? right.type() : left.type().required();
    Typed both = new Typed(type, Constants.coalesce(left, right), left.taint().and(right.taint()));
    Type other = WrittenTexts.beside(type, right).type();
    Typed value = joined(both, other, binary.right());
    boolean there = Json.FALSE.equals(right.constant());
    Known known = there ? Narrowing.present(checker, binary.left(), left) : Known.NOTHING;
    return there ? value.with(Facts.of(known.and(left.facts().whenTrue()), Known.NOTHING)) : value;
  }

  /** A default for what is always there. */
  private void idle(Expr.Binary binary, Type type) {
    if (Types.mayBeNull(type) || type == Type.Simple.JSON) {
      return;
    }
    String message = "this default is never used: what stands before `??` is " + type;
    Diagnostic idle = problems.at(IDLE_DEFAULT, binary.operator().span(), message);
    boolean part = binary.left() instanceof Expr.Field || binary.left() instanceof Expr.Index;
    problems.report(
        part && !isName(binary.left())
            ? idle.note("only the last `.name` or `[index]` before `??` may be missing")
                .help("put the default where something may be missing: `(list[0] ?? other).name`")
            : idle.help("leave `?? …` out; a value that may be missing has a type with `?`"));
  }

  private boolean isName(Expr expr) {
    return expr instanceof Expr.Field field && checker.names().isReference(field);
  }

  Typed conditional(Expr condition, Expr then, Expr otherwise, Span whole) {
    Typed test = checker.check(condition, Type.Simple.BOOL, "a condition");
    Typed yes = checker.given(Facts.known(test, true)).check(then);
    Typed no = checker.given(Facts.known(test, false)).check(otherwise);
    if (test.isBroken() || yes.isBroken() || no.isBroken()) {
      return Typed.BROKEN;
    }
    Taint taint = test.taint().and(yes.taint()).and(no.taint());
    Type type = WrittenTexts.beside(no.type(), yes).type();
    Typed both = new Typed(type, Constants.conditional(test, yes, no), taint);
    Type other = WrittenTexts.beside(yes.type(), no).type();
    return joined(both, other, otherwise).with(facts(test, yes, no));
  }

  /** An alternative that is always false cannot be the one by which the whole is true. */
  private static Facts facts(Typed test, Typed yes, Typed no) {
    if (yes.type() != Type.Simple.BOOL || no.type() != Type.Simple.BOOL) {
      return Facts.NONE;
    }
    return Facts.of(byEither(test, yes, no, true), byEither(test, yes, no, false));
  }

  private static Known byEither(Typed test, Typed yes, Typed no, boolean outcome) {
    Json never = Json.of(!outcome);
    Known first = Facts.known(test, true).and(Facts.known(yes, outcome));
    Known second = Facts.known(test, false).and(Facts.known(no, outcome));
    if (never.equals(yes.constant())) {
      return never.equals(no.constant()) ? Known.NOTHING : second;
    }
    return never.equals(no.constant()) ? first : first.or(second);
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
