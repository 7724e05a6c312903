package dev.jobc.compiler.types;

import static dev.jobc.diag.DiagnosticCode.UNKNOWN_NAME;

import dev.jobc.compiler.resolve.Problems;
import dev.jobc.compiler.resolve.Step;
import dev.jobc.compiler.types.expr.Scope;
import dev.jobc.diag.Diagnostic;
import dev.jobc.model.StepDoc.ForEachDoc;
import dev.jobc.syntax.Expr;
import java.util.stream.Stream;

/** The {@code if} of a step that is repeated, where authors expect to see the item. */
final class ItemConditions {
  private final Problems problems;

  ItemConditions(Problems problems) {
    this.problems = problems;
  }

  /** Reports a condition that uses the item of its own step; answers whether it does. */
  boolean check(Step step, Expr condition, Scope scope) {
    ForEachDoc forEach = step.doc().forEach();
    if (forEach == null || scope.names().containsKey(forEach.as().value())) {
      return false;
    }
    String item = forEach.as().value();
    Expr.Name used = names(condition).filter(n -> n.name().equals(item)).findFirst().orElse(null);
    if (used != null) {
      problems.report(describe(forEach, used));
    }
    return used != null;
  }

  private Diagnostic describe(ForEachDoc forEach, Expr.Name used) {
    boolean matrix = forEach.matrix() != null;
    String owner = matrix ? "matrix" : "forEach";
    Diagnostic error =
        problems
            .at(
                UNKNOWN_NAME,
                used.span(),
                "the `if` of a `%s` doesn't know `%s`".formatted(owner, used.name()))
            .note("it decides once, whether there is any " + (matrix ? "combination" : "item"));
    return matrix
        ? error.help("leave combinations out with `exclude`, or put the `if` on a step inside")
        : error.help(
            "filter the list with `.filter(%s, …)`, or put the `if` on a step inside"
                .formatted(used.name()));
  }

  /** The names in an expression that are not its own variables. */
  private static Stream<Expr.Name> names(Expr expr) {
    if (expr instanceof Expr.MethodCall call
        && call.args().size() > 1
        && call.args().getFirst() instanceof Expr.Name variable) {
      Stream<Expr.Name> inside =
          call.args().stream()
              .flatMap(ItemConditions::names)
              .filter(name -> !name.name().equals(variable.name()));
      return Stream.concat(names(call.target()), inside);
    }
    return expr instanceof Expr.Name name
        ? Stream.of(name)
        : expr.children().stream().flatMap(ItemConditions::names);
  }
}
