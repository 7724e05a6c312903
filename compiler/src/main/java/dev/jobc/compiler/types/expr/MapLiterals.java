package dev.jobc.compiler.types.expr;

import static dev.jobc.diag.DiagnosticCode.DUPLICATE_ITEM;

import dev.jobc.compiler.types.value.Typed;
import dev.jobc.expr.PlanExpr;
import dev.jobc.json.Json;
import dev.jobc.syntax.Expr;
import dev.jobc.type.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code {"a": 1, key: 2}}: a record when every key is known, else a map. */
final class MapLiterals {
  private final ExprChecker checker;

  MapLiterals(ExprChecker checker) {
    this.checker = checker;
  }

  Typed check(Expr.MapOf map) {
    List<Typed> keys = new ArrayList<>();
    List<Typed> values = new ArrayList<>();
    for (Expr.Entry entry : map.entries()) {
      keys.add(checker.check(entry.key(), Type.Simple.STRING, "a key of a map"));
      values.add(checker.check(entry.value()));
    }
    if (keys.stream().anyMatch(Typed::isBroken) || values.stream().anyMatch(Typed::isBroken)) {
      return Typed.BROKEN;
    }
    boolean known = keys.stream().allMatch(key -> key.constant() != null);
    return known ? record(map, keys, values) : computed(keys, values);
  }

  private Typed record(Expr.MapOf map, List<Typed> keys, List<Typed> values) {
    Map<String, Typed> fields = new LinkedHashMap<>();
    for (int i = 0; i < keys.size(); i++) {
      String name = keys.get(i).constant() instanceof Json.Str(String text) ? text : "";
      if (fields.put(name, values.get(i)) != null) {
        checker
            .problems()
            .report(
                DUPLICATE_ITEM, map.entries().get(i).key().span(), "the key `" + name + "` twice");
        return Typed.BROKEN;
      }
    }
    return Literals.map(fields);
  }

  private Typed computed(List<Typed> keys, List<Typed> values) {
    Typed names = Literals.list(keys);
    Typed items = Literals.list(values);
    Type value = items.type() instanceof Type.ListOf(Type element) ? element : Type.Simple.JSON;
    PlanExpr expr = new PlanExpr.Call("map_of", List.of(names.expr(), items.expr()));
    return new Typed(new Type.MapOf(value), expr, names.taint().and(items.taint()));
  }
}
