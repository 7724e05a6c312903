package dev.jobc.compiler.types;

import static dev.jobc.diag.DiagnosticCode.CONSTANT_FAILS;
import static dev.jobc.diag.DiagnosticCode.JSON_NOT_NARROWED;
import static dev.jobc.diag.DiagnosticCode.MAYBE_MISSING;
import static dev.jobc.diag.DiagnosticCode.NO_OVERLOAD;

import dev.jobc.compiler.resolve.Problems;
import dev.jobc.compiler.types.Overloads.Match;
import dev.jobc.diag.Diagnostic;
import dev.jobc.expr.Budget;
import dev.jobc.expr.Environment;
import dev.jobc.expr.EvaluationException;
import dev.jobc.expr.Evaluator;
import dev.jobc.expr.Overload;
import dev.jobc.expr.PlanExpr;
import dev.jobc.json.Json;
import dev.jobc.source.Located;
import dev.jobc.source.Span;
import dev.jobc.type.Type;
import java.util.List;
import java.util.stream.Collectors;

/** Functions and operators on typed arguments; what is constant is computed here and now. */
final class Calls {
  private static final long FOLDING_BUDGET = 2_000;

  private final Problems problems;

  Calls(Problems problems) {
    this.problems = problems;
  }

  /**
   * Calls the overload that fits.
   *
   * @param name what the author wrote, for messages
   * @param spans of the arguments
   * @param whole of the whole expression
   */
  Typed call(
      Located<String> name,
      List<Overload> overloads,
      List<Typed> args,
      List<Span> spans,
      Span whole) {
    if (args.stream().anyMatch(Typed::isBroken)) {
      return Typed.BROKEN;
    }
    Match match = Overloads.choose(overloads, types(args));
    if (match != null) {
      List<PlanExpr> exprs = args.stream().map(Typed::expr).toList();
      return fold(
          new Typed(match.result(), new PlanExpr.Call(match.overload().id(), exprs)), args, whole);
    }
    problems.report(noMatch(name, overloads, args, spans));
    return Typed.BROKEN;
  }

  /** Evaluates an expression that is the same in every run; reports when it always fails. */
  Typed fold(Typed typed, List<Typed> args, Span whole) {
    if (args.isEmpty() || !args.stream().allMatch(arg -> arg.constant() != null)) {
      return typed;
    }
    try {
      return Typed.constant(typed.type(), evaluate(typed.expr(), FOLDING_BUDGET));
    } catch (EvaluationException small) {
      return late(typed, whole);
    }
  }

  /** Either too much to keep in a plan, or wrong. */
  private Typed late(Typed typed, Span whole) {
    try {
      evaluate(typed.expr(), Budget.DEFAULT);
      return typed;
    } catch (EvaluationException e) {
      problems.report(CONSTANT_FAILS, whole, "this always fails: " + e.getMessage());
      return Typed.BROKEN;
    }
  }

  private static Json evaluate(PlanExpr expr, long budget) throws EvaluationException {
    return Evaluator.evaluate(expr, Environment.NONE, new Budget(budget));
  }

  private Diagnostic noMatch(
      Located<String> name, List<Overload> overloads, List<Typed> args, List<Span> spans) {
    List<Type> present = types(args).stream().map(Type::required).toList();
    for (int i = 0; i < args.size(); i++) {
      Type type = args.get(i).type();
      if (type.isOptional() && Overloads.choose(overloads, present) != null) {
        return Missing.at(problems, MAYBE_MISSING, spans.get(i), type);
      }
      if (type == Type.Simple.JSON) {
        return Missing.json(problems.at(JSON_NOT_NARROWED, spans.get(i), Missing.JSON_MESSAGE));
      }
    }
    String known = overloads.stream().map(Calls::shown).collect(Collectors.joining("`, `"));
    return problems
        .at(NO_OVERLOAD, name.span(), message(name.value(), overloads, args))
        .note("defined are `" + known + "`");
  }

  private static String message(String name, List<Overload> overloads, List<Typed> args) {
    String types =
        args.stream().map(arg -> arg.type().toString()).collect(Collectors.joining(" and "));
    if (overloads.stream().noneMatch(o -> o.params().size() == args.size())) {
      return "`" + name + "` does not take " + args.size() + " arguments";
    }
    return "`" + name + "` is not defined for " + types;
  }

  private static String shown(Overload overload) {
    if (overload.style() != Overload.Style.OPERATOR) {
      return overload.signature();
    }
    List<String> params = overload.params().stream().map(Object::toString).toList();
    String sides =
        params.size() == 1
            ? overload.name() + params.get(0)
            : params.get(0) + " " + overload.name() + " " + params.get(1);
    return sides;
  }

  private static List<Type> types(List<Typed> args) {
    return args.stream().map(Typed::type).toList();
  }
}
