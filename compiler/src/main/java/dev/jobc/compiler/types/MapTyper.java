package dev.jobc.compiler.types;

import static dev.jobc.diag.DiagnosticCode.HIDDEN_NAME;
import static dev.jobc.diag.DiagnosticCode.TYPE_MISMATCH;

import dev.jobc.compiler.resolve.Problems;
import dev.jobc.compiler.types.expr.Scope;
import dev.jobc.compiler.types.expr.Turns;
import dev.jobc.compiler.types.expr.ValueChecker;
import dev.jobc.compiler.types.value.Typed;
import dev.jobc.compiler.types.value.Types;
import dev.jobc.diag.Diagnostic;
import dev.jobc.expr.PlanExpr;
import dev.jobc.expr.PlanExpr.Comprehension;
import dev.jobc.json.Json;
import dev.jobc.model.MatrixDoc;
import dev.jobc.model.StepDoc.ForEachDoc;
import dev.jobc.source.Located;
import dev.jobc.source.Span;
import dev.jobc.type.Type;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Types {@code forEach} and {@code matrix}: what they go through, and the names inside. */
final class MapTyper {
  private final Problems problems;

  MapTyper(Problems problems) {
    this.problems = problems;
  }

  /**
   * What the step goes through, always a list: of the items, of the entries of a map, of the
   * combinations of a matrix.
   */
  Typed items(ForEachDoc forEach, ValueChecker checker) {
    MatrixDoc matrix = forEach.matrix();
    if (matrix != null) {
      Type row = row(matrix);
      return row == Types.UNKNOWN
          ? Typed.BROKEN
          : checker.check(forEach.items(), new Type.ListOf(row), "the matrix");
    }
    Span span = forEach.items().span();
    return stored(
        listOf(checker, checker.infer(forEach.items()), span, "`forEach`"), checker, span);
  }

  /** Items are stored with the run, and their number is seen by all. */
  static Typed stored(Typed list, ValueChecker checker, Span span) {
    return checker.fit().requireOpen(list, span, "items, which are stored with the run");
  }

  /** A list, or the entries of a map as one. */
  Typed listOf(ValueChecker checker, Typed value, Span span, String what) {
    return value.type() instanceof Type.MapOf(Type element)
        ? entries(value, element)
        : checker.fit().requireList(value, span, what);
  }

  /** The map is bound first, so that it is evaluated once. */
  private static Typed entries(Typed map, Type element) {
    PlanExpr key = new PlanExpr.Local("key");
    PlanExpr bound = new PlanExpr.Local("map");
    Map<String, PlanExpr> entry = new LinkedHashMap<>();
    entry.put("key", key);
    entry.put("value", new PlanExpr.Index(bound, key));
    PlanExpr entries =
        new Comprehension(Comprehension.Kind.MAP, bound, "key", new PlanExpr.MapOf(entry));
    PlanExpr once = new PlanExpr.ListOf(List.of(map.expr()));
    PlanExpr list =
        new PlanExpr.Index(
            new Comprehension(Comprehension.Kind.MAP, once, "map", entries),
            new PlanExpr.Const(Json.of(0L)));
    Map<String, Type> fields = new LinkedHashMap<>();
    fields.put("key", Type.Simple.STRING);
    fields.put("value", element);
    return new Typed(new Type.ListOf(new Type.RecordOf("", fields)), list, map.taint());
  }

  /** The scope inside: the item by its name, and its number. */
  Scope inside(ForEachDoc forEach, Typed list, int graph, Scope outer) {
    Located<String> name = forEach.as();
    if (Scope.ROOTS.contains(name.value()) || outer.names().containsKey(name.value())) {
      problems.report(hidden(forEach, name));
    }
    Type element = list.type() instanceof Type.ListOf(Type type) ? type : Types.UNKNOWN;
    Type item = forEach.batch() == null ? element : new Type.ListOf(element);
    Typed value = new Typed(item, new PlanExpr.Item(graph), list.taint());
    return Turns.numbered(outer.with(name.value(), value), graph);
  }

  private Diagnostic hidden(ForEachDoc forEach, Located<String> name) {
    if (forEach.matrix() != null) {
      return problems
          .at(HIDDEN_NAME, name.span(), "a matrix inside a matrix would hide its `matrix`")
          .help("make it one matrix with more axes");
    }
    String message = "the item `" + name.value() + "` would hide a name";
    return problems.at(HIDDEN_NAME, name.span(), message).help("choose another with `as:`");
  }

  /** The key of an item as text, null when results are a list. */
  @Nullable PlanExpr key(ForEachDoc forEach, ValueChecker inside) {
    if (forEach.itemKey() == null) {
      return null;
    }
    Typed key = inside.text(forEach.itemKey());
    return inside.fit().requireOpen(key, forEach.itemKey().span(), "a key").expr();
  }

  /** The type of a combination: every name of a matrix with the type of its values. */
  private Type row(MatrixDoc matrix) {
    Map<String, Type> types = new LinkedHashMap<>();
    Map<String, Integer> counts = new LinkedHashMap<>();
    for (MatrixDoc.Row row : matrix.rows()) {
      for (MatrixDoc.Cell cell : row.cells()) {
        String name = cell.name().value();
        Type joined = join(types.get(name), cell.value().value());
        if (joined == null) {
          problems.report(mixed(cell));
          return Types.UNKNOWN;
        }
        types.put(name, joined);
        counts.merge(name, 1, Integer::sum);
      }
    }
    types.replaceAll(
        (name, type) ->
            counts.getOrDefault(name, 0) < matrix.rows().size() ? type.optional() : type);
    return types.isEmpty() ? Types.UNKNOWN : new Type.RecordOf("", types);
  }

  private Diagnostic mixed(MatrixDoc.Cell cell) {
    return problems
        .at(
            TYPE_MISMATCH,
            cell.value().span(),
            "the values of `" + cell.name().value() + "` are of different types")
        .help("quote all of them to make them text");
  }

  /** Texts make an enum; whole numbers may stand among broken ones. */
  private static @Nullable Type join(@Nullable Type known, Json value) {
    Type type =
        switch (value) {
          case Json.Str(String text) -> new Type.EnumOf("", List.of(text));
          case Json.Int i -> Type.Simple.INT;
          case Json.Float f -> Type.Simple.FLOAT;
          case Json.Bool b -> Type.Simple.BOOL;
          case Json.Null n -> Type.Simple.NULL;
          case Json.Arr a -> Type.Simple.JSON;
          case Json.Obj o -> Type.Simple.JSON;
        };
    if (known instanceof Type.EnumOf many && type instanceof Type.EnumOf one) {
      return many.values().containsAll(one.values()) ? many : plus(many, one);
    }
    return known == null ? type : Types.join(known, type);
  }

  private static Type plus(Type.EnumOf many, Type.EnumOf one) {
    return new Type.EnumOf(
        "", Stream.concat(many.values().stream(), one.values().stream()).toList());
  }
}
