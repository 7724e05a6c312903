package dev.jobc.compiler.types.expr;

import static dev.jobc.diag.DiagnosticCode.FUNCTION_NOT_HERE;
import static dev.jobc.diag.DiagnosticCode.UNKNOWN_FUNCTION;

import dev.jobc.compiler.resolve.Problems;
import dev.jobc.compiler.types.value.Facts;
import dev.jobc.compiler.types.value.Known;
import dev.jobc.compiler.types.value.PeerWords;
import dev.jobc.compiler.types.value.Taint;
import dev.jobc.compiler.types.value.Typed;
import dev.jobc.diag.Diagnostic;
import dev.jobc.diag.Fix;
import dev.jobc.diag.Suggestions;
import dev.jobc.expr.Functions;
import dev.jobc.expr.Overload;
import dev.jobc.expr.PlanExpr;
import dev.jobc.expr.RunFact;
import dev.jobc.source.Located;
import dev.jobc.source.Span;
import dev.jobc.syntax.Expr;
import dev.jobc.type.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** {@code f(a, b)} and {@code a.f(b)}, among them what looks like a function but is syntax. */
final class FunctionCalls {
  /** What other languages call our functions. */
  private static final Map<String, String> PEERS =
      Map.ofEntries(
          Map.entry("len", "size"),
          Map.entry("length", "size"),
          Map.entry("count", "size"),
          Map.entry("double", "float"),
          Map.entry("str", "string"),
          Map.entry("toString", "string"),
          Map.entry("concat", "flatten"),
          Map.entry("uint", "int"),
          Map.entry("dyn", "fromJson"),
          Map.entry("number", "float"),
          Map.entry("toLower", "lower"),
          Map.entry("toLowerCase", "lower"),
          Map.entry("lowerAscii", "lower"),
          Map.entry("downcase", "lower"),
          Map.entry("toUpper", "upper"),
          Map.entry("toUpperCase", "upper"),
          Map.entry("upperAscii", "upper"),
          Map.entry("upcase", "upper"),
          Map.entry("strip", "trim"),
          Map.entry("includes", "contains"),
          Map.entry("starts_with", "startsWith"),
          Map.entry("ends_with", "endsWith"),
          Map.entry("replaceAll", "replace"),
          Map.entry("sort", "sorted"));

  /** Words whose counterpart does something else. */
  private static final Set<String> ROUGHLY = Set.of("concat", "uint", "dyn", "number", "count");

  private final ExprChecker checker;
  private final Problems problems;

  FunctionCalls(ExprChecker checker) {
    this.checker = checker;
    this.problems = checker.problems();
  }

  Typed call(Expr.Call call) {
    String name = call.function().value();
    List<Expr> args = call.args();
    if (name.equals("cond") && args.size() == 3) {
      return new Operators(checker).conditional(args.get(0), args.get(1), args.get(2), call.span());
    }
    if (name.equals("has")) {
      return has(call);
    }
    if (name.equals("now") && args.isEmpty()) {
      return now(call);
    }
    return function(call.function(), args, call.span());
  }

  Typed method(Expr.MethodCall call) {
    if (Macros.isMacro(call.method().value())) {
      return new Macros(checker, problems).check(call);
    }
    List<Expr> args = new ArrayList<>(call.args());
    args.add(0, call.target());
    return function(call.method(), args, call.span());
  }

  private Typed has(Expr.Call call) {
    if (call.args().size() != 1 || !(call.args().get(0) instanceof Expr.Field field)) {
      Macros.malformed(problems, call.function(), "has(a.b)");
      return Typed.BROKEN;
    }
    Typed value = new Selections(checker, problems).field(field, true);
    if (value.isBroken()) {
      return value;
    }
    PlanExpr test = new PlanExpr.Call("present", List.of(value.expr()));
    Known present = Narrowing.present(checker, field, value);
    return new Typed(Type.Simple.BOOL, test, clockOf(value), Facts.of(present, Known.NOTHING));
  }

  /** Whether a secret is there is no secret. */
  static Taint clockOf(Typed value) {
    return new Taint(null, value.taint().clock());
  }

  private Typed now(Expr.Call call) {
    if (checker.scope().facts().contains(RunFact.NOW)) {
      return new Typed(
          Type.Simple.TIMESTAMP,
          new PlanExpr.RunFact(RunFact.NOW.word()),
          Taint.clock(problems.place(call.span())));
    }
    String message = "`now()` has no value here: a step must do the same when it runs again";
    problems.report(
        problems
            .at(FUNCTION_NOT_HERE, call.span(), message)
            .note("it can be used in triggers and in the defaults of a workflow's inputs")
            .help("`run.startedAt` is the time of the submission"));
    return Typed.BROKEN;
  }

  private Typed function(Located<String> name, List<Expr> args, Span whole) {
    List<Overload> overloads =
        Functions.names().contains(name.value()) ? Functions.named(name.value()) : List.of();
    List<Typed> typed = args.stream().map(checker::check).toList();
    if (overloads.isEmpty()) {
      unknown(name);
      return Typed.BROKEN;
    }
    return checker
        .calls()
        .call(name, overloads, typed, args.stream().map(Expr::span).toList(), whole);
  }

  /** What {@code text.upper} without brackets would call; null when that is no method. */
  static @Nullable String method(String name) {
    String ours = PEERS.getOrDefault(name, name);
    boolean called =
        Functions.named(ours).stream().anyMatch(f -> f.style() == Overload.Style.EITHER);
    return called ? ours : null;
  }

  private void unknown(Located<String> name) {
    Set<String> known = new TreeSet<>(Functions.names());
    known.addAll(Set.of("cond", "has", "now"));
    known.addAll(Macros.NAMES);
    String message = "no function is called `" + name.value() + "`";
    String instead = PeerWords.ofFunction(name.value());
    if (instead != null) {
      problems.report(problems.at(UNKNOWN_FUNCTION, name.span(), message).help(instead));
      return;
    }
    Diagnostic error = problems.at(UNKNOWN_FUNCTION, name.span(), message);
    String meant = PEERS.get(name.value());
    if (meant == null) {
      problems.report(problems.suggest(error, name.value(), known, "functions"));
      return;
    }
    Fix fix = Fix.replace("write `" + meant + "`", error.place(), meant);
    problems.report(
        error
            .caption(Suggestions.didYouMean(meant))
            .fix(ROUGHLY.contains(name.value()) ? fix.toChoose() : fix));
  }
}
