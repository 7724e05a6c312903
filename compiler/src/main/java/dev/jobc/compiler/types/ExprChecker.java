package dev.jobc.compiler.types;

import static dev.jobc.diag.DiagnosticCode.INCOMPARABLE;
import static dev.jobc.diag.DiagnosticCode.JSON_NOT_NARROWED;
import static dev.jobc.diag.DiagnosticCode.MAYBE_MISSING;
import static dev.jobc.diag.DiagnosticCode.NOT_YET_SUPPORTED;
import static dev.jobc.diag.DiagnosticCode.TYPE_MISMATCH;
import static dev.jobc.diag.DiagnosticCode.UNKNOWN_FUNCTION;

import dev.jobc.compiler.resolve.Problems;
import dev.jobc.compiler.resolve.Suggest;
import dev.jobc.diag.Diagnostic;
import dev.jobc.diag.Suggestions;
import dev.jobc.expr.Functions;
import dev.jobc.expr.Overload;
import dev.jobc.expr.PlanExpr;
import dev.jobc.json.Json;
import dev.jobc.source.Located;
import dev.jobc.source.Span;
import dev.jobc.syntax.BinaryOperator;
import dev.jobc.syntax.Expr;
import dev.jobc.type.Type;
import dev.jobc.type.TypeJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Gives an expression its type and its compiled form. A part that is wrong is reported once and
 * answers {@link Typed#BROKEN}, which every expression around it accepts.
 */
final class ExprChecker {
  private final Scope scope;
  private final TypeResolver types;
  private final Problems problems;
  private final Calls calls;
  private final Names names;

  ExprChecker(Scope scope, TypeResolver types, Problems problems) {
    this.scope = scope;
    this.types = types;
    this.problems = problems;
    this.calls = new Calls(problems);
    this.names = new Names(scope, problems);
  }

  Scope scope() {
    return scope;
  }

  private Selections selections() {
    return new Selections(this, problems);
  }

  /** A checker that knows one more name. */
  ExprChecker with(String name, Type type, PlanExpr value) {
    return new ExprChecker(scope.with(name, type, new Typed(type, value)), types, problems);
  }

  Typed check(Expr expr) {
    return switch (expr) {
      case Expr.Literal literal -> literal(literal.value());
      case Expr.Bytes bytes -> later("values of type `bytes`", bytes.span());
      case Expr.Name name -> names.alone(name);
      case Expr.Field field -> selections().field(field, false);
      case Expr.Index index -> selections().index(index, false);
      case Expr.Call call -> call(call);
      case Expr.MethodCall call -> method(call);
      case Expr.As as -> as(as);
      case Expr.Unary unary -> unary(unary);
      case Expr.Binary binary -> binary(binary);
      case Expr.Conditional c -> conditional(c.condition(), c.then(), c.otherwise(), c.span());
      case Expr.ListOf list -> list(list);
      case Expr.MapOf map -> map(map);
    };
  }

  /** Checks an expression that must be of a type. */
  Typed check(Expr expr, Type wanted, String what) {
    return require(check(expr), wanted, expr.span(), what);
  }

  /** Reports when a value doesn't fit the type wanted; {@code what} names the place. */
  Typed require(Typed typed, Type wanted, Span span, String what) {
    if (Types.assignable(typed.type(), wanted)) {
      return typed.isBroken() ? typed : new Typed(wanted, typed.expr());
    }
    problems.report(mismatch(typed.type(), wanted, span, what));
    return Typed.BROKEN;
  }

  /** Reports when a value is no list; {@code what} names the place. */
  Typed requireList(Typed typed, Span span, String what) {
    Type any = new Type.ListOf(Types.UNKNOWN);
    if (Types.assignable(typed.type(), any)) {
      return typed;
    }
    boolean plain = !typed.type().isOptional() && typed.type() != Type.Simple.JSON;
    String message = what + " wants a list, this is " + typed.type();
    problems.report(
        plain
            ? problems.at(TYPE_MISMATCH, span, message)
            : mismatch(typed.type(), any, span, what));
    return Typed.BROKEN;
  }

  private Diagnostic mismatch(Type type, Type wanted, Span span, String what) {
    if (type.isOptional() && Types.assignable(type.required(), wanted)) {
      return Missing.at(problems, MAYBE_MISSING, span, type);
    }
    if (type == Type.Simple.JSON) {
      String message = what + " wants " + shown(wanted) + ", this is json";
      return Missing.json(problems.at(JSON_NOT_NARROWED, span, message));
    }
    return problems.at(TYPE_MISMATCH, span, what + " wants " + wanted + ", this is " + type);
  }

  private static String shown(Type wanted) {
    return wanted.equals(new Type.ListOf(Types.UNKNOWN)) ? "a list" : wanted.toString();
  }

  private static Typed literal(Json value) {
    Type type =
        switch (value) {
          case Json.Null n -> Type.Simple.NULL;
          case Json.Bool b -> Type.Simple.BOOL;
          case Json.Int i -> Type.Simple.INT;
          case Json.Float f -> Type.Simple.FLOAT;
          case Json.Str s -> Type.Simple.STRING;
          case Json.Arr a -> Type.Simple.JSON;
          case Json.Obj o -> Type.Simple.JSON;
        };
    return Typed.constant(type, value);
  }

  private Typed later(String what, Span span) {
    problems.report(NOT_YET_SUPPORTED, span, "this release cannot compute " + what + " yet");
    return Typed.BROKEN;
  }

  private Typed call(Expr.Call call) {
    String name = call.function().value();
    if (name.equals("cond") && call.args().size() == 3) {
      return conditional(call.args().get(0), call.args().get(1), call.args().get(2), call.span());
    }
    if (name.equals("has")) {
      return has(call);
    }
    return function(call.function(), call.args(), call.span());
  }

  private Typed has(Expr.Call call) {
    if (call.args().size() != 1 || !(call.args().get(0) instanceof Expr.Field field)) {
      Macros.malformed(problems, call.function(), "has(a.b)");
      return Typed.BROKEN;
    }
    Typed value = selections().field(field, true);
    return value.isBroken()
        ? value
        : new Typed(Type.Simple.BOOL, new PlanExpr.Call("present", List.of(value.expr())));
  }

  private Typed method(Expr.MethodCall call) {
    if (Macros.isMacro(call.method().value())) {
      return new Macros(this, problems).check(call);
    }
    List<Expr> args = new ArrayList<>(call.args());
    args.add(0, call.target());
    return function(call.method(), args, call.span());
  }

  private Typed function(Located<String> name, List<Expr> args, Span whole) {
    List<Overload> overloads =
        Functions.names().contains(name.value()) ? Functions.named(name.value()) : List.of();
    List<Typed> typed = args.stream().map(this::check).toList();
    if (overloads.isEmpty()) {
      unknownFunction(name);
      return Typed.BROKEN;
    }
    return calls.call(name, overloads, typed, spans(args), whole);
  }

  private void unknownFunction(Located<String> name) {
    if (name.value().equals("now")) {
      problems.report(
          problems
              .at(NOT_YET_SUPPORTED, name.span(), "this release has no `now()` yet")
              .help("`run.startedAt` is the time of the submission"));
      return;
    }
    Set<String> known = new TreeSet<>(Functions.names());
    known.addAll(Set.of("cond", "has"));
    known.addAll(Macros.NAMES);
    String message = "no function is called `" + name.value() + "`";
    String meant =
        name.value().equals("len") || name.value().equals("length") ? "size" : name.value();
    problems.report(
        Suggest.among(
            problems.at(UNKNOWN_FUNCTION, name.span(), message), meant, known, "functions"));
  }

  private Typed as(Expr.As as) {
    Typed value = check(as.value());
    Type type = types.resolve(as.type());
    if (value.isBroken() || type == Types.UNKNOWN) {
      return Typed.BROKEN;
    }
    PlanExpr target = new PlanExpr.Const(TypeJson.write(type));
    return calls.fold(
        new Typed(type, new PlanExpr.Call("as", List.of(value.expr(), target))),
        List.of(value),
        as.span());
  }

  private Typed unary(Expr.Unary unary) {
    Typed operand = check(unary.operand());
    String symbol = unary.operator().value().symbol();
    return calls.call(
        unary.operator().as(symbol),
        Functions.named(symbol).stream().filter(f -> f.params().size() == 1).toList(),
        List.of(operand),
        List.of(unary.operand().span()),
        unary.span());
  }

  private Typed binary(Expr.Binary binary) {
    return switch (binary.operator().value()) {
      case AND, OR -> logic(binary);
      case COALESCE -> coalesce(binary);
      case EQUAL, NOT_EQUAL, IN -> comparison(binary);
      case MULTIPLY,
          DIVIDE,
          REMAINDER,
          ADD,
          SUBTRACT,
          LESS,
          LESS_OR_EQUAL,
          GREATER,
          GREATER_OR_EQUAL ->
          operator(binary, check(binary.left()), check(binary.right()));
    };
  }

  private Typed operator(Expr.Binary binary, Typed left, Typed right) {
    String symbol = binary.operator().value().symbol();
    return calls.call(
        binary.operator().as(symbol),
        Functions.named(symbol).stream().filter(f -> f.params().size() == 2).toList(),
        List.of(left, right),
        List.of(binary.left().span(), binary.right().span()),
        binary.span());
  }

  private Typed logic(Expr.Binary binary) {
    String what = "`" + binary.operator().value().symbol() + "`";
    Typed left = check(binary.left(), Type.Simple.BOOL, what);
    Typed right = check(binary.right(), Type.Simple.BOOL, what);
    boolean and = binary.operator().value() == BinaryOperator.AND;
    return left.isBroken() || right.isBroken()
        ? Typed.BROKEN
        : new Typed(Type.Simple.BOOL, new PlanExpr.Logic(and, left.expr(), right.expr()));
  }

  private Typed coalesce(Expr.Binary binary) {
    Typed left = selections().lenient(binary.left());
    Typed right = check(binary.right());
    if (left.isBroken() || right.isBroken()) {
      return Typed.BROKEN;
    }
    Type value = left.type() == Type.Simple.NULL ? right.type() : left.type().required();
    return joined(
        value, right.type(), new PlanExpr.Coalesce(left.expr(), right.expr()), binary.right());
  }

  private Typed comparison(Expr.Binary binary) {
    Typed left = check(binary.left());
    Typed right = check(binary.right());
    if (left.isBroken() || right.isBroken()) {
      return Typed.BROKEN;
    }
    boolean in = binary.operator().value() == BinaryOperator.IN;
    Type other = in && right.type() instanceof Type.ListOf(Type element) ? element : right.type();
    boolean equality = !in || right.type() instanceof Type.ListOf;
    if (equality && !Types.comparable(left.type(), other)) {
      String message = "a value of type " + left.type() + " is never equal to one of type " + other;
      problems.report(INCOMPARABLE, binary.operator().span(), message);
      return Typed.BROKEN;
    }
    if (equality
        && (notInEnum(left.type(), right, binary.right())
            || notInEnum(other, left, binary.left()))) {
      return Typed.BROKEN;
    }
    return operator(binary, left, right);
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

  private Typed conditional(Expr condition, Expr then, Expr otherwise, Span whole) {
    Typed test = check(condition, Type.Simple.BOOL, "a condition");
    Typed yes = check(then);
    Typed no = check(otherwise);
    if (test.isBroken() || yes.isBroken() || no.isBroken()) {
      return Typed.BROKEN;
    }
    PlanExpr expr = new PlanExpr.Cond(test.expr(), yes.expr(), no.expr());
    return joined(yes.type(), no.type(), expr, otherwise);
  }

  /** The type of a value that is one of two; the place is that of the second. */
  private Typed joined(Type first, Type second, PlanExpr expr, Expr place) {
    Type type = Types.join(first, second);
    if (type == null) {
      String message = "both alternatives must have one type: " + first + " and " + second;
      problems.report(TYPE_MISMATCH, place.span(), message);
      return Typed.BROKEN;
    }
    return new Typed(type, expr);
  }

  private Typed list(Expr.ListOf list) {
    List<Typed> items = list.items().stream().map(this::check).toList();
    return Literals.list(items);
  }

  private Typed map(Expr.MapOf map) {
    Map<String, Typed> fields = new LinkedHashMap<>();
    boolean broken = false;
    for (Expr.Entry entry : map.entries()) {
      Typed key = check(entry.key(), Type.Simple.STRING, "a key of a map");
      Typed value = check(entry.value());
      @Nullable Json constant = key.constant();
      if (constant instanceof Json.Str(String name)) {
        fields.put(name, value);
      } else if (!key.isBroken()) {
        problems.report(
            NOT_YET_SUPPORTED, entry.key().span(), "this release wants constant keys in a map");
      }
      broken |= value.isBroken() || !(constant instanceof Json.Str);
    }
    return broken ? Typed.BROKEN : Literals.map(fields);
  }

  private static List<Span> spans(List<Expr> exprs) {
    return exprs.stream().map(Expr::span).toList();
  }
}
