package dev.jobc.compiler.types.expr;

import dev.jobc.compiler.types.value.Taint;
import dev.jobc.compiler.types.value.Typed;
import dev.jobc.expr.PlanExpr;
import dev.jobc.type.Type;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code loop}, as the steps of a repeated body see it. */
public final class Turns {
  private static final String LOOP = "loop";
  private static final String INDEX = "index";
  private static final String STATE = "state";

  private Turns() {}

  /** Inside an item of a map: its number, and the state of the loop around the map. */
  public static Scope numbered(Scope outer, int graph) {
    Typed around = outer.names().get(LOOP);
    Typed state = around == null ? null : field(around, STATE);
    return state == null ? of(outer, graph, Map.of()) : of(outer, graph, Map.of(STATE, state));
  }

  /** Inside a turn of a loop. */
  public static Scope looped(Scope outer, int graph, Typed state) {
    return of(outer, graph, Map.of(STATE, state));
  }

  private static Scope of(Scope outer, int graph, Map<String, Typed> more) {
    Map<String, Typed> fields = new LinkedHashMap<>();
    fields.put(INDEX, new Typed(Type.Simple.INT, new PlanExpr.Ordinal(graph)));
    fields.putAll(more);
    return outer.with(LOOP, record(fields));
  }

  /** A record of values, of which each can be selected without the others. */
  public static Typed record(Map<String, Typed> fields) {
    Map<String, Type> types = new LinkedHashMap<>();
    Map<String, PlanExpr> exprs = new LinkedHashMap<>();
    fields.forEach(
        (name, field) -> {
          types.put(name, field.type());
          exprs.put(name, field.expr());
        });
    return new Typed(
        new Type.RecordOf("", types), new PlanExpr.MapOf(exprs), Taint.of(fields.values()));
  }

  private static @Nullable Typed field(Typed record, String name) {
    Type type = record.type() instanceof Type.RecordOf r ? r.fields().get(name) : null;
    return type == null ? null : new Typed(type, select(record.expr(), name), record.taint());
  }

  /** A member of an object; of one that is written out, the member itself. */
  public static PlanExpr select(PlanExpr object, String name) {
    PlanExpr member = object instanceof PlanExpr.MapOf map ? map.entries().get(name) : null;
    return member == null ? new PlanExpr.Field(object, name) : member;
  }
}
