package dev.jobc.compiler.types.expr;

import dev.jobc.compiler.resolve.Problems;
import dev.jobc.compiler.types.value.Known;
import dev.jobc.compiler.types.value.TypeResolver;
import dev.jobc.compiler.types.value.Typed;
import dev.jobc.diag.Diagnostics;
import dev.jobc.json.Json;
import dev.jobc.source.Span;
import dev.jobc.syntax.Expr;
import dev.jobc.type.Type;

/**
 * Gives an expression its type and its compiled form. A part that is wrong is reported once and
 * answers {@link Typed#BROKEN}, which every expression around it accepts.
 */
public final class ExprChecker {
  private final Scope scope;
  private final TypeResolver types;
  private final Problems problems;
  private final Fit fit;
  private final Calls calls;
  private final Names names;

  public ExprChecker(Scope scope, TypeResolver types, Problems problems) {
    this(scope, types, problems, new Calls(problems));
  }

  public ExprChecker(Scope scope, TypeResolver types, Problems problems, Calls calls) {
    this.scope = scope;
    this.types = types;
    this.problems = problems;
    this.fit = new Fit(problems);
    this.calls = calls;
    this.names = new Names(scope, problems);
  }

  public Scope scope() {
    return scope;
  }

  TypeResolver types() {
    return types;
  }

  Problems problems() {
    return problems;
  }

  Calls calls() {
    return calls;
  }

  Names names() {
    return names;
  }

  private Selections selections() {
    return new Selections(this, problems);
  }

  /** A checker that knows one more name. */
  ExprChecker with(String name, Typed value) {
    return new ExprChecker(scope.with(name, value), types, problems, calls);
  }

  /** A checker for a place where more is known. */
  ExprChecker given(Known known) {
    return known.isNothing() ? this : new ExprChecker(scope.given(known), types, problems, calls);
  }

  /** A checker for the same place as if no condition held there, which reports nothing. */
  ExprChecker unknowing() {
    Problems unseen = new Problems(problems.file(), new Diagnostics());
    return new ExprChecker(scope.unknowing(), types, unseen);
  }

  public Typed check(Expr expr) {
    return Narrowing.apply(scope.known(), expr, declared(expr));
  }

  private Typed declared(Expr expr) {
    return switch (expr) {
      case Expr.Literal literal -> literal(literal.value());
      case Expr.Bytes(String base64, Span span) ->
          Typed.constant(Type.Simple.BYTES, Json.of(base64));
      case Expr.Name name -> names.alone(name);
      case Expr.Field field -> selections().field(field, false);
      case Expr.Index index -> selections().index(index, false);
      case Expr.Call call -> new FunctionCalls(this).call(call);
      case Expr.MethodCall call -> new FunctionCalls(this).method(call);
      case Expr.As as -> new Casts(this).as(as);
      case Expr.Is is -> new Casts(this).is(is);
      case Expr.Unary unary -> new Operators(this).unary(unary);
      case Expr.Binary binary -> new Operators(this).binary(binary);
      case Expr.Conditional c ->
          new Operators(this).conditional(c.condition(), c.then(), c.otherwise(), c.span());
      case Expr.ListOf list -> Literals.list(list.items().stream().map(this::check).toList());
      case Expr.MapOf map -> new MapLiterals(this).check(map);
    };
  }

  /** Checks an expression that must be of a type. */
  public Typed check(Expr expr, Type wanted, String what) {
    return require(check(expr), wanted, expr.span(), what);
  }

  /** See {@link Fit#require}. */
  Typed require(Typed typed, Type wanted, Span span, String what) {
    return fit.require(typed, wanted, span, what);
  }

  /** See {@link Fit#requireList}. */
  Typed requireList(Typed typed, Span span, String what) {
    return fit.requireList(typed, span, what);
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
}
