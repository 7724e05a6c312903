package dev.jobc.compiler.types.expr;

import static dev.jobc.diag.DiagnosticCode.CONSTANT_FAILS;
import static dev.jobc.diag.DiagnosticCode.JSON_NOT_NARROWED;
import static dev.jobc.diag.DiagnosticCode.MAYBE_MISSING;
import static dev.jobc.diag.DiagnosticCode.NO_OVERLOAD;

import dev.jobc.compiler.resolve.Problems;
import dev.jobc.compiler.types.expr.Overloads.Match;
import dev.jobc.compiler.types.value.Secrets;
import dev.jobc.compiler.types.value.Taint;
import dev.jobc.compiler.types.value.Typed;
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
import java.util.Set;
import java.util.stream.Collectors;

/** Functions and operators on typed arguments; what is constant is computed here and now. */
final class Calls {
  private static final long FOLDING_BUDGET = 2_000;

  /** What only counts or names the places of values, and so may look at a list of secrets. */
  private static final Set<String> COUNTS = Set.of("size_list", "size_map", "keys");

  private final Problems problems;
  private final boolean folding;

  Calls(Problems problems) {
    this(problems, true);
  }

  /** Without folding every expression is left to the run, also one that always fails. */
  Calls(Problems problems, boolean folding) {
    this.problems = problems;
    this.folding = folding;
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
    if (args.stream().anyMatch(Typed::secret)) {
      return ofSecret(name, overloads, args, spans, whole);
    }
    Match match = Overloads.choose(overloads, types(args));
    if (match == null) {
      problems.report(noMatch(name, overloads, args, spans));
      return Typed.BROKEN;
    }
    if (folding && Doomed.report(problems, match.overload(), args, spans)) {
      return Typed.BROKEN;
    }
    return fold(typed(match, match.result(), args), args, whole);
  }

  private static Typed typed(Match match, Type result, List<Typed> args) {
    List<PlanExpr> exprs = args.stream().map(Typed::expr).toList();
    return new Typed(result, new PlanExpr.Call(match.overload().id(), exprs), Taint.of(args));
  }

  /** What comes of a secret is a secret, or nothing. */
  private Typed ofSecret(
      Located<String> name,
      List<Overload> overloads,
      List<Typed> args,
      List<Span> spans,
      Span whole) {
    Match match = Overloads.choose(overloads, types(args));
    if (match != null && (Secrets.isIn(match.result()) || COUNTS.contains(match.overload().id()))) {
      return typed(match, match.result(), args);
    }
    Match revealed =
        Overloads.choose(overloads, types(args).stream().map(Secrets::revealed).toList());
    if (revealed == null) {
      problems.report(noMatch(name, overloads, args, spans));
      return Typed.BROKEN;
    }
    Type concealed = Secrets.concealed(revealed.result());
    if (concealed.required() != Type.Simple.SECRET) {
      String message = "`" + name.value() + "` would tell something about a secret";
      problems.report(Fit.leak(problems, Taint.of(args), whole, message));
      return Typed.BROKEN;
    }
    return typed(revealed, concealed, args);
  }

  /** Evaluates an expression that is the same in every run; reports when it always fails. */
  Typed fold(Typed typed, List<Typed> args, Span whole) {
    boolean closed = folding && !args.isEmpty() && Constants.isClosed(typed.expr());
    if (typed.isBroken() || typed.constant() != null || !closed) {
      return typed;
    }
    try {
      Json value = evaluate(typed.expr(), FOLDING_BUDGET);
      return Typed.constant(typed.type(), value).with(typed.facts());
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
