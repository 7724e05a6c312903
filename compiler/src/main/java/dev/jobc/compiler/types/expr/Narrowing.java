package dev.jobc.compiler.types.expr;

import dev.jobc.compiler.types.value.Facts;
import dev.jobc.compiler.types.value.Known;
import dev.jobc.compiler.types.value.Typed;
import dev.jobc.compiler.types.value.Types;
import dev.jobc.expr.PlanExpr;
import dev.jobc.json.Json;
import dev.jobc.source.Span;
import dev.jobc.syntax.Expr;
import dev.jobc.syntax.ExprText;
import dev.jobc.type.Type;
import dev.jobc.type.TypeJson;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sees a value as what is known of it, and says what a test of a value lets one know. */
final class Narrowing {
  private Narrowing() {}

  /** The value with the type that is known at this place. */
  static Typed apply(Known known, Expr expr, Typed typed) {
    if (known.types().isEmpty() || typed.isBroken() || !isPath(expr)) {
      return typed;
    }
    Type narrow = known.types().get(ExprText.print(expr));
    if (narrow == null || narrow.equals(typed.type())) {
      return typed;
    }
    if (typed.type().isOptional()) {
      return narrow.equals(typed.type().required()) ? typed.as(narrow) : converted(typed, narrow);
    }
    return converted(typed, narrow);
  }

  /** A json value gets its canonical form with its type. */
  private static Typed converted(Typed typed, Type narrow) {
    PlanExpr type = new PlanExpr.Const(TypeJson.write(narrow));
    PlanExpr cast = new PlanExpr.Call("as", List.of(typed.expr(), type));
    return new Typed(narrow, cast, typed.taint());
  }

  /**
   * What is known when the value of an expression is there: that it is, and everything it is
   * selected from.
   */
  static Known present(ExprChecker checker, Expr expr, Typed typed) {
    Known known = Known.NOTHING;
    if (isPath(expr) && typed.type().isOptional()) {
      known = Known.type(ExprText.print(expr), typed.type().required());
    }
    Expr object = expr instanceof Expr.Field field ? field.object() : null;
    if (object == null || !typed.type().isOptional() || !isValue(checker, object)) {
      return known;
    }
    return known.and(present(checker, object, checker.check(object)));
  }

  private static boolean isValue(ExprChecker checker, Expr object) {
    return switch (object) {
      case Expr.Name name -> checker.scope().names().containsKey(name.name());
      case Expr.Field field ->
          checker.names().isReference(field) || isValue(checker, field.object());
      case Expr.Index index -> true;
      default -> false;
    };
  }

  /** What is known when a value is of a type, and when it is not. */
  static Facts is(Expr expr, Typed typed, Type type) {
    if (!isPath(expr)) {
      return Facts.NONE;
    }
    String path = ExprText.print(expr);
    Type rest = without(typed.type(), type);
    Known otherwise = rest == null ? Known.NOTHING : Known.type(path, rest);
    return Facts.of(Known.type(path, type), otherwise);
  }

  /** The options of a union that are left; null when that says nothing. */
  private static @Nullable Type without(Type type, Type option) {
    if (!(type instanceof Type.UnionOf(List<Type> options))) {
      return null;
    }
    List<Type> left = options.stream().filter(o -> !Types.assignable(o, option)).toList();
    if (left.isEmpty() || left.size() == options.size()) {
      return null;
    }
    return left.size() == 1 ? left.get(0) : new Type.UnionOf(left);
  }

  /** Whether the expression names a value, so that it means the same wherever it is written. */
  private static boolean isPath(Expr expr) {
    return switch (expr) {
      case Expr.Name name -> true;
      case Expr.Field field -> isPath(field.object());
      case Expr.Index(Expr object, Expr.Literal(Json at, Span s), Span whole) -> isPath(object);
      case Expr.Index(Expr object, Expr at, Span whole) -> isPath(object) && isPath(at);
      default -> false;
    };
  }
}
