package dev.jobc.compiler.types.expr;

import static dev.jobc.diag.DiagnosticCode.HIDDEN_NAME;
import static dev.jobc.diag.DiagnosticCode.JSON_NOT_NARROWED;
import static dev.jobc.diag.DiagnosticCode.MACRO_FORM;
import static dev.jobc.diag.DiagnosticCode.MAYBE_MISSING;
import static dev.jobc.diag.DiagnosticCode.NO_OVERLOAD;

import dev.jobc.compiler.resolve.Problems;
import dev.jobc.compiler.types.value.Typed;
import dev.jobc.compiler.types.value.Types;
import dev.jobc.expr.PlanExpr;
import dev.jobc.expr.PlanExpr.Comprehension;
import dev.jobc.expr.PlanExpr.Comprehension.Kind;
import dev.jobc.source.Located;
import dev.jobc.source.Span;
import dev.jobc.syntax.Expr;
import dev.jobc.type.Type;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** CEL's macros: {@code list.map(x, x + 1)}. */
final class Macros {
  static final Set<String> NAMES = Set.of("all", "exists", "exists_one", "filter", "map");

  private final ExprChecker checker;
  private final Problems problems;

  Macros(ExprChecker checker, Problems problems) {
    this.checker = checker;
    this.problems = problems;
  }

  static boolean isMacro(String name) {
    return NAMES.contains(name);
  }

  static void malformed(Problems problems, Located<String> name, String form) {
    problems.report(MACRO_FORM, name.span(), "`" + name.value() + "` is written `" + form + "`");
  }

  Typed check(Expr.MethodCall call) {
    Typed range = checker.check(call.target());
    int args = call.args().size();
    boolean filtered = kind(call) == Kind.MAP && args == 3;
    if ((args != 2 && !filtered) || !(call.args().get(0) instanceof Expr.Name variable)) {
      malformed(problems, call.method(), "list." + call.method().value() + "(x, …)");
      return Typed.BROKEN;
    }
    Type element = element(range, call);
    if (element == null || hides(variable)) {
      return Typed.BROKEN;
    }
    Typed local = new Typed(element, new PlanExpr.Local(variable.name()), range.taint());
    ExprChecker inner = checker.with(variable.name(), local);
    if (!filtered) {
      return comprehension(kind(call), range, variable, inner, call, 1);
    }
    Typed kept = comprehension(Kind.FILTER, range, variable, inner, call, 1);
    Typed item = local.as(kept.type() instanceof Type.ListOf(Type left) ? left : element);
    return comprehension(Kind.MAP, kept, variable, checker.with(variable.name(), item), call, 2);
  }

  private static Kind kind(Expr.MethodCall call) {
    return switch (call.method().value()) {
      case "all" -> Kind.ALL;
      case "exists" -> Kind.EXISTS;
      case "exists_one" -> Kind.EXISTS_ONE;
      case "filter" -> Kind.FILTER;
      case "map" -> Kind.MAP;
      default -> throw new IllegalStateException("no macro");
    };
  }

  private Typed comprehension(
      Kind kind,
      Typed range,
      Expr.Name variable,
      ExprChecker inner,
      Expr.MethodCall call,
      int argument) {
    Expr body = call.args().get(argument);
    Typed typed =
        kind == Kind.MAP
            ? inner.check(body)
            : inner.check(body, Type.Simple.BOOL, "the test of a macro");
    if (range.isBroken() || typed.isBroken()) {
      return Typed.BROKEN;
    }
    Type type =
        switch (kind) {
          case ALL, EXISTS, EXISTS_ONE -> Type.Simple.BOOL;
          case FILTER -> kept(range, variable, typed);
          case MAP -> new Type.ListOf(typed.type());
        };
    Comprehension expr = new Comprehension(kind, range.expr(), variable.name(), typed.expr());
    Typed value = new Typed(type, expr, range.taint().and(typed.taint()));
    return checker.calls().fold(value, List.of(range), call.span());
  }

  /** What is left of a list: {@code filter(x, x != null)} leaves nothing that may be missing. */
  private static Type kept(Typed range, Expr.Name variable, Typed test) {
    if (!(range.type() instanceof Type.ListOf(Type element))) {
      return keys();
    }
    Type narrow = test.facts().whenTrue().types().get(variable.name());
    return element.isOptional() && narrow != null && narrow.equals(element.required())
        ? new Type.ListOf(narrow)
        : range.type();
  }

  private static Type keys() {
    return new Type.ListOf(Type.Simple.STRING);
  }

  /** The type of the variable; null when there is nothing to go through. */
  private @Nullable Type element(Typed range, Expr.MethodCall call) {
    if (range.isBroken()) {
      return Types.UNKNOWN;
    }
    Span span = call.target().span();
    switch (range.type()) {
      case Type.ListOf(Type element) -> {
        return element;
      }
      case Type.MapOf map -> {
        return Type.Simple.STRING;
      }
      case Type.RecordOf record when record.name().isEmpty() -> {
        return Type.Simple.STRING;
      }
      case Type.Optional optional ->
          problems.report(Missing.at(problems, MAYBE_MISSING, span, optional));
      case Type.Simple.JSON ->
          problems.report(Missing.json(problems.at(JSON_NOT_NARROWED, span, Missing.JSON_MESSAGE)));
      default -> {
        String message = "`" + call.method().value() + "` is not defined for " + range.type();
        problems.report(
            problems.at(NO_OVERLOAD, call.method().span(), message).note("it goes through a list"));
      }
    }
    return null;
  }

  private boolean hides(Expr.Name variable) {
    boolean taken =
        Scope.ROOTS.contains(variable.name())
            || checker.scope().names().containsKey(variable.name());
    if (taken) {
      String message = "the variable `" + variable.name() + "` would hide a name";
      problems.report(
          problems.at(HIDDEN_NAME, variable.span(), message).help("choose another name"));
    }
    return taken;
  }
}
