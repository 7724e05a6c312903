package dev.jobc.compiler.types.expr;

import dev.jobc.compiler.resolve.Problems;
import dev.jobc.compiler.types.value.Facts;
import dev.jobc.compiler.types.value.Known;
import dev.jobc.compiler.types.value.Typed;
import dev.jobc.diag.Diagnostics;
import dev.jobc.expr.Functions;
import dev.jobc.json.Json;
import dev.jobc.syntax.BinaryOperator;
import dev.jobc.syntax.Expr;
import dev.jobc.type.Type;
import java.util.List;

/**
 * What a comparison of {@code x ?? default} with a constant says about {@code x}: where it comes
 * out otherwise than for the default, {@code x} is there.
 */
final class Defaulted {
  private final ExprChecker checker;

  Defaulted(ExprChecker checker) {
    this.checker = checker;
  }

  /** The comparison with what it lets one know besides. */
  Typed compared(Expr.Binary binary, Typed value, Typed left, Typed right) {
    if (value.isBroken() || value.type() != Type.Simple.BOOL || value.constant() != null) {
      return value;
    }
    Facts facts = value.facts();
    if (right.constant() != null) {
      facts = both(facts, side(binary, binary.left(), right, true));
    }
    if (left.constant() != null) {
      facts = both(facts, side(binary, binary.right(), left, false));
    }
    return value.with(facts);
  }

  private static Facts both(Facts some, Facts more) {
    return Facts.of(some.whenTrue().and(more.whenTrue()), some.whenFalse().and(more.whenFalse()));
  }

  private Facts side(Expr.Binary comparison, Expr side, Typed other, boolean first) {
    if (!(side instanceof Expr.Binary defaulted)
        || defaulted.operator().value() != BinaryOperator.COALESCE
        || !(defaulted.right() instanceof Expr.Literal literal)) {
      return Facts.NONE;
    }
    Problems unseen = new Problems(checker.problems().file(), new Diagnostics());
    Typed otherwise = checker.check(literal);
    String symbol = comparison.operator().value().symbol();
    Typed outcome =
        new Calls(unseen)
            .call(
                comparison.operator().as(symbol),
                Functions.operators(symbol, 2),
                first ? List.of(otherwise, other) : List.of(other, otherwise),
                List.of(literal.span(), literal.span()),
                comparison.span());
    if (!(outcome.constant() instanceof Json.Bool(boolean byDefault))) {
      return Facts.NONE;
    }
    Typed value = new Selections(checker, unseen).lenient(defaulted.left());
    Known there = Narrowing.present(checker, defaulted.left(), value);
    return byDefault ? Facts.of(Known.NOTHING, there) : Facts.of(there, Known.NOTHING);
  }
}
