package dev.jobc.expr;

import dev.jobc.expr.Overload.Body;
import dev.jobc.expr.Overload.Style;
import dev.jobc.json.Json;
import dev.jobc.type.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects overloads; the words in which the function classes are written. */
final class FunctionTable {
  static final Shape STRING = new Shape.Exact(Type.Simple.STRING);
  static final Shape INT = new Shape.Exact(Type.Simple.INT);
  static final Shape FLOAT = new Shape.Exact(Type.Simple.FLOAT);
  static final Shape BOOL = new Shape.Exact(Type.Simple.BOOL);
  static final Shape DATE = new Shape.Exact(Type.Simple.DATE);
  static final Shape TIMESTAMP = new Shape.Exact(Type.Simple.TIMESTAMP);
  static final Shape DURATION = new Shape.Exact(Type.Simple.DURATION);
  static final Shape JSON = new Shape.Exact(Type.Simple.JSON);
  static final Shape T = new Shape.Variable("T");
  static final Shape ANY = Shape.Any.ANY;

  private final Map<String, Overload> byId = new LinkedHashMap<>();
  private final Map<String, List<Overload>> byName = new LinkedHashMap<>();

  static Shape list(Shape element) {
    return new Shape.ListOf(element);
  }

  static Shape map(Shape value) {
    return new Shape.MapOf(value);
  }

  static Shape maybe(Shape value) {
    return new Shape.Maybe(value);
  }

  static List<Shape> of(Shape... params) {
    return List.of(params);
  }

  void operator(String id, String name, List<Shape> params, Shape result, Body body) {
    add(new Overload(id, name, Style.OPERATOR, params, result, body));
  }

  void function(String id, String name, List<Shape> params, Shape result, Body body) {
    add(new Overload(id, name, Style.FUNCTION, params, result, body));
  }

  void either(String id, String name, List<Shape> params, Shape result, Body body) {
    add(new Overload(id, name, Style.EITHER, params, result, body));
  }

  void internal(String id, List<Shape> params, Shape result, Body body) {
    add(new Overload(id, id, Style.INTERNAL, params, result, body));
  }

  private void add(Overload overload) {
    if (byId.put(overload.id(), overload) != null) {
      throw new IllegalStateException("two overloads are called " + overload.id());
    }
    byName.computeIfAbsent(overload.name(), name -> new ArrayList<>()).add(overload);
  }

  Map<String, Overload> byId() {
    return byId;
  }

  Map<String, List<Overload>> byName() {
    return byName;
  }

  static String text(List<Json> args, int at) {
    return ((Json.Str) args.get(at)).value();
  }

  static long whole(List<Json> args, int at) {
    return ((Json.Int) args.get(at)).value();
  }

  /** A float argument; a whole number may stand for it. */
  static double number(List<Json> args, int at) {
    return number(args.get(at));
  }

  static double number(Json value) {
    return value instanceof Json.Int(long whole) ? whole : ((Json.Float) value).value();
  }

  static List<Json> items(List<Json> args, int at) {
    return ((Json.Arr) args.get(at)).items();
  }

  static Map<String, Json> members(List<Json> args, int at) {
    return ((Json.Obj) args.get(at)).members();
  }
}
