package dev.jobc.compiler.types.expr;

import dev.jobc.compiler.types.value.Taint;
import dev.jobc.compiler.types.value.Typed;
import dev.jobc.compiler.types.value.Types;
import dev.jobc.expr.PlanExpr;
import dev.jobc.json.Json;
import dev.jobc.type.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Lists and maps written in place; constant when all their parts are. */
public final class Literals {
  private Literals() {}

  /** A list of the type all items fit, {@code json} when there is no other. */
  public static Typed list(List<Typed> items) {
    Type element = Types.UNKNOWN;
    for (Typed item : items) {
      Type joined = Types.join(element, WrittenTexts.beside(element, item).type());
      element = joined == null ? Type.Simple.JSON : joined;
    }
    return list(new Type.ListOf(element), items);
  }

  public static Typed list(Type type, List<Typed> items) {
    if (items.stream().anyMatch(Typed::isBroken)) {
      return Typed.BROKEN;
    }
    List<Json> constants = new ArrayList<>();
    for (Typed item : items) {
      Json constant = item.constant();
      if (constant == null) {
        return new Typed(
            type, new PlanExpr.ListOf(items.stream().map(Typed::expr).toList()), Taint.of(items));
      }
      constants.add(constant);
    }
    return Typed.constant(type, Json.array(constants));
  }

  /** A record with these fields; it may stand for a map. */
  static Typed map(Map<String, Typed> fields) {
    Map<String, Type> types = new LinkedHashMap<>();
    fields.forEach((name, field) -> types.put(name, field.type()));
    return map(new Type.RecordOf("", types), fields);
  }

  static Typed map(Type type, Map<String, Typed> fields) {
    if (fields.values().stream().anyMatch(Typed::isBroken)) {
      return Typed.BROKEN;
    }
    Json constant = constant(fields);
    if (constant != null) {
      return Typed.constant(type, constant);
    }
    Map<String, PlanExpr> exprs = new LinkedHashMap<>();
    fields.forEach((name, field) -> exprs.put(name, field.expr()));
    return new Typed(type, new PlanExpr.MapOf(exprs), Taint.of(fields.values()));
  }

  private static @Nullable Json constant(Map<String, Typed> fields) {
    Map<String, Json> constants = new LinkedHashMap<>();
    for (Map.Entry<String, Typed> field : fields.entrySet()) {
      Json constant = field.getValue().constant();
      if (constant == null) {
        return null;
      }
      constants.put(field.getKey(), constant);
    }
    return Json.object(constants);
  }
}
