package dev.jobc.expr;

import dev.jobc.expr.PlanExpr.Comprehension;
import dev.jobc.json.Json;
import dev.jobc.json.JsonException;
import dev.jobc.json.JsonReader;
import dev.jobc.json.JsonText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The form of a compiled expression inside a plan: an object whose first member names its kind. */
public final class PlanExprJson {
  private PlanExprJson() {}

  public static Json write(PlanExpr expr) {
    return switch (expr) {
      case PlanExpr.Const c -> Json.object().put("const", c.value()).build();
      case PlanExpr.WorkflowInput i -> Json.object().put("input", i.name()).build();
      case PlanExpr.TaskInput i -> Json.object().put("taskInput", i.name()).build();
      case PlanExpr.StepOutputs s -> node("outputs", s.graph(), s.node());
      case PlanExpr.Gathered g -> node("gathered", g.graph(), g.node());
      case PlanExpr.StepStatus s -> node("status", s.graph(), s.node());
      case PlanExpr.StepError s -> node("error", s.graph(), s.node());
      case PlanExpr.Caught c -> Json.object().put("caught", c.graph()).build();
      case PlanExpr.Item i -> Json.object().put("item", i.graph()).build();
      case PlanExpr.Ordinal o -> Json.object().put("ordinal", o.graph()).build();
      case PlanExpr.RunFact f -> Json.object().put("run", f.name()).build();
      case PlanExpr.Secret s -> Json.object().put("secret", s.name()).build();
      case PlanExpr.Local l -> Json.object().put("local", l.name()).build();
      case PlanExpr.Field f ->
          Json.object().put("field", f.name()).put("of", write(f.object())).build();
      case PlanExpr.Index i ->
          Json.object().put("index", write(i.index())).put("of", write(i.object())).build();
      case PlanExpr.ListOf l -> Json.object().put("list", all(l.items())).build();
      case PlanExpr.MapOf m -> Json.object().put("map", writeAll(m.entries())).build();
      case PlanExpr.Call c ->
          Json.object().put("call", c.function()).put("args", all(c.args())).build();
      case PlanExpr.Cond c ->
          Json.object()
              .put("if", write(c.condition()))
              .put("then", write(c.then()))
              .put("else", write(c.otherwise()))
              .build();
      case PlanExpr.Logic l ->
          Json.object().put(l.and() ? "and" : "or", all(List.of(l.left(), l.right()))).build();
      case PlanExpr.Coalesce c ->
          Json.object().put("coalesce", all(List.of(c.value(), c.otherwise()))).build();
      case Comprehension c ->
          Json.object()
              .put("macro", c.kind().name().toLowerCase(Locale.ROOT))
              .put("over", write(c.range()))
              .put("as", c.variable())
              .put("body", write(c.body()))
              .build();
      case PlanExpr.MapValues m ->
          Json.object()
              .put("mapValues", write(m.map()))
              .put("as", m.variable())
              .put("body", write(m.body()))
              .build();
      case PlanExpr.Template t -> Json.object().put("template", all(t.parts())).build();
    };
  }

  /** Writes expressions by name, in their order. */
  public static Json writeAll(Map<String, PlanExpr> exprs) {
    Map<String, Json> members = new LinkedHashMap<>();
    exprs.forEach((name, expr) -> members.put(name, write(expr)));
    return Json.object(members);
  }

  /**
   * Reads an expression.
   *
   * @throws JsonException when the value is not a compiled expression
   */
  public static PlanExpr read(Json value) {
    JsonReader in = JsonReader.of("expression", value);
    for (String kind : in.object().members().keySet()) {
      PlanExpr expr = read(kind, in);
      if (expr != null) {
        return expr;
      }
    }
    throw new JsonException("no expression: " + JsonText.write(value));
  }

  private static @Nullable PlanExpr read(String kind, JsonReader in) {
    return switch (kind) {
      case "const" -> new PlanExpr.Const(in.any("const"));
      case "input" -> new PlanExpr.WorkflowInput(in.string("input"));
      case "taskInput" -> new PlanExpr.TaskInput(in.string("taskInput"));
      case "outputs" -> new PlanExpr.StepOutputs(graph(in, kind), number(in, kind));
      case "gathered" -> new PlanExpr.Gathered(graph(in, kind), number(in, kind));
      case "status" -> new PlanExpr.StepStatus(graph(in, kind), number(in, kind));
      case "error" -> new PlanExpr.StepError(graph(in, kind), number(in, kind));
      case "caught" -> new PlanExpr.Caught(in.int32("caught"));
      case "item" -> new PlanExpr.Item(in.int32("item"));
      case "ordinal" -> new PlanExpr.Ordinal(in.int32("ordinal"));
      case "run" -> new PlanExpr.RunFact(in.string("run"));
      case "secret" -> new PlanExpr.Secret(in.string("secret"));
      case "local" -> new PlanExpr.Local(in.string("local"));
      case "field" -> new PlanExpr.Field(read(in.any("of")), in.string("field"));
      case "index" -> new PlanExpr.Index(read(in.any("of")), read(in.any("index")));
      case "list" -> new PlanExpr.ListOf(in.list("list", PlanExprJson::read));
      case "map" -> new PlanExpr.MapOf(in.map("map", PlanExprJson::read));
      case "call" -> new PlanExpr.Call(in.string("call"), in.list("args", PlanExprJson::read));
      case "if" ->
          new PlanExpr.Cond(read(in.any("if")), read(in.any("then")), read(in.any("else")));
      case "and", "or" ->
          new PlanExpr.Logic(kind.equals("and"), operand(in, kind, 0), operand(in, kind, 1));
      case "coalesce" -> new PlanExpr.Coalesce(operand(in, kind, 0), operand(in, kind, 1));
      case "macro" ->
          new Comprehension(
              macro(in.string("macro")),
              read(in.any("over")),
              in.string("as"),
              read(in.any("body")));
      case "mapValues" ->
          new PlanExpr.MapValues(read(in.any("mapValues")), in.string("as"), read(in.any("body")));
      case "template" -> new PlanExpr.Template(in.list("template", PlanExprJson::read));
      default -> null;
    };
  }

  private static Json node(String kind, int graph, int node) {
    return Json.object()
        .put(kind, Json.array(List.of(Json.of((long) graph), Json.of((long) node))))
        .build();
  }

  private static Json all(List<PlanExpr> exprs) {
    return Json.array(exprs.stream().map(PlanExprJson::write).toList());
  }

  private static int graph(JsonReader in, String kind) {
    return coordinate(in, kind, 0);
  }

  private static int number(JsonReader in, String kind) {
    return coordinate(in, kind, 1);
  }

  private static int coordinate(JsonReader in, String kind, int at) {
    List<Json> pair = pair(in, kind);
    if (pair.get(at) instanceof Json.Int(long value) && value >= 0 && value <= Integer.MAX_VALUE) {
      return (int) value;
    }
    throw new JsonException("`" + kind + "` is no [graph, node]");
  }

  private static PlanExpr operand(JsonReader in, String kind, int at) {
    return read(pair(in, kind).get(at));
  }

  private static List<Json> pair(JsonReader in, String kind) {
    List<Json> pair = in.array(kind);
    if (pair.size() != 2) {
      throw new JsonException("`" + kind + "` wants two items, has " + pair.size());
    }
    return pair;
  }

  private static Comprehension.Kind macro(String word) {
    for (Comprehension.Kind kind : Comprehension.Kind.values()) {
      if (kind.name().toLowerCase(Locale.ROOT).equals(word)) {
        return kind;
      }
    }
    throw new JsonException("no macro is called `" + word + "`");
  }
}
