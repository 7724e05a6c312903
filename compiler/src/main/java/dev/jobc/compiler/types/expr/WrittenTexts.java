package dev.jobc.compiler.types.expr;

import dev.jobc.compiler.types.value.Typed;
import dev.jobc.compiler.types.value.Types;
import dev.jobc.expr.PlanExpr;
import dev.jobc.json.Json;
import dev.jobc.type.Type;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Texts that are written in an expression where an enum is wanted: alone, as alternatives, in lists
 * and in records. They are values of the enum when it has them, as texts without an expression are;
 * a text that is only known when the workflow runs is none.
 */
final class WrittenTexts {
  private WrittenTexts() {}

  /** Whether a value of a type fits another one when its texts are taken for values of enums. */
  static boolean fit(Type type, PlanExpr expr, Type wanted) {
    if (Types.assignable(type, wanted)) {
      return true;
    }
    if (type.isOptional() && !wanted.isOptional()) {
      return false;
    }
    if (expr instanceof PlanExpr.Cond cond) {
      return fit(type, cond.then(), wanted) && fit(type, cond.otherwise(), wanted);
    }
    return switch (wanted.required()) {
      case Type.EnumOf choices ->
          type.required() == Type.Simple.STRING && foreign(expr, choices).isEmpty();
      case Type.ListOf(Type element) when type.required() instanceof Type.ListOf(Type own) ->
          list(expr, own, element);
      case Type.RecordOf record when type.required() instanceof Type.RecordOf own ->
          record(expr, own, record);
      default -> false;
    };
  }

  private static boolean list(PlanExpr expr, Type own, Type element) {
    return switch (expr) {
      case PlanExpr.ListOf(List<PlanExpr> items) ->
          items.stream().allMatch(item -> fit(own, item, element));
      case PlanExpr.Const(Json.Arr(List<Json> items)) ->
          items.stream().allMatch(item -> fit(own, new PlanExpr.Const(item), element));
      default -> false;
    };
  }

  private static boolean record(PlanExpr expr, Type.RecordOf own, Type.RecordOf wanted) {
    return wanted.fields().keySet().containsAll(own.fields().keySet())
        && wanted.fields().entrySet().stream()
            .allMatch(
                field -> {
                  Type type = own.fields().get(field.getKey());
                  PlanExpr part = part(expr, field.getKey());
                  return type == null || part == null
                      ? Types.fieldAssignable(type, field.getValue())
                      : fit(type, part, field.getValue());
                });
  }

  private static @Nullable PlanExpr part(PlanExpr expr, String name) {
    return switch (expr) {
      case PlanExpr.MapOf map -> map.entries().get(name);
      case PlanExpr.Const(Json.Obj object) -> {
        Json member = object.get(name);
        yield member == null ? null : new PlanExpr.Const(member);
      }
      default -> null;
    };
  }

  /** A value whose texts are values of the other alternative's enums is of that type too. */
  static Typed beside(Type other, Typed value) {
    Type wanted = other.required();
    boolean more = !value.isBroken() && !Types.assignable(value.type(), wanted);
    return more && fit(value.type(), value.expr(), wanted) ? value.as(wanted) : value;
  }

  /** What it may be that the enum does not have; null for a text that is not written there. */
  static List<@Nullable String> foreign(PlanExpr expr, Type.EnumOf choices) {
    List<@Nullable String> foreign = new ArrayList<>();
    collect(expr, choices, foreign);
    return foreign;
  }

  private static void collect(PlanExpr expr, Type.EnumOf choices, List<@Nullable String> foreign) {
    switch (expr) {
      case PlanExpr.Const(Json.Str(String text)) -> {
        if (!choices.values().contains(text)) {
          foreign.add(text);
        }
      }
      case PlanExpr.Cond cond -> {
        collect(cond.then(), choices, foreign);
        collect(cond.otherwise(), choices, foreign);
      }
      case PlanExpr.Coalesce coalesce -> {
        collect(coalesce.value(), choices, foreign);
        collect(coalesce.otherwise(), choices, foreign);
      }
      default -> foreign.add(null);
    }
  }
}
