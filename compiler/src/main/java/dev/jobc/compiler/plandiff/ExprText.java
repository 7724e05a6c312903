package dev.jobc.compiler.plandiff;

import dev.jobc.expr.Functions;
import dev.jobc.expr.Overload;
import dev.jobc.json.Json;
import dev.jobc.json.JsonText;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Compiled expressions, in their {@link Canonical} form, much as an author writes them. */
final class ExprText {
  private ExprText() {}

  /** Whether an object is an expression: the kind comes first, and the rest goes with it. */
  static boolean isExpression(Json.Obj object) {
    if (object.members().isEmpty()) {
      return false;
    }
    Json first = first(object);
    boolean alone = object.members().size() == 1;
    return switch (kind(object)) {
      case "const" -> alone;
      case "input",
          "taskInput",
          "outputs",
          "gathered",
          "status",
          "error",
          "caught",
          "item",
          "ordinal",
          "run",
          "secret",
          "local" ->
          alone && first instanceof Json.Str;
      case "list", "and", "or", "coalesce", "template" -> alone && first instanceof Json.Arr;
      case "map" -> alone && first instanceof Json.Obj;
      case "field", "index" -> object.get("of") != null;
      case "call" -> object.get("args") != null;
      case "if" -> object.get("then") != null;
      case "macro", "mapValues" -> object.get("as") != null;
      default -> false;
    };
  }

  private static String kind(Json.Obj object) {
    return object.members().keySet().iterator().next();
  }

  /** A constant as it is, all else as text: {@code ${{ … }}}, or a template. */
  static Json value(Json.Obj expr) {
    Json first = first(expr);
    return switch (kind(expr)) {
      case "const" -> first;
      case "template" ->
          Json.of(items(first).stream().map(ExprText::part).collect(Collectors.joining()));
      default -> Json.of(delimited(expr));
    };
  }

  private static String part(Json part) {
    return part instanceof Json.Obj object && object.get("const") instanceof Json.Str(String text)
        ? text
        : delimited(part);
  }

  private static String delimited(Json expr) {
    return "${{ " + text(expr) + " }}";
  }

  private static Json first(Json.Obj object) {
    return object.members().values().iterator().next();
  }

  private static String text(Json json) {
    if (!(json instanceof Json.Obj expr) || !isExpression(expr)) {
      return word(json);
    }
    Json first = first(expr);
    return switch (kind(expr)) {
      case "const" -> JsonText.write(first);
      case "input", "taskInput" -> "inputs." + word(first);
      case "outputs", "gathered" -> "steps." + word(first) + ".outputs";
      case "status" -> "steps." + word(first) + ".status";
      case "error" -> "steps." + word(first) + ".error";
      case "run" -> "run." + word(first);
      case "secret" -> "secrets." + word(first);
      case "caught" -> "err";
      case "item" -> "item";
      case "ordinal" -> "index";
      case "field" -> text(member(expr, "of")) + "." + word(first);
      case "index" -> text(member(expr, "of")) + "[" + text(first) + "]";
      case "list" -> "[" + list(items(first)) + "]";
      case "map" -> map(first);
      case "call" -> call(word(first), items(member(expr, "args")));
      case "if" ->
          text(first) + " ? " + text(member(expr, "then")) + " : " + text(member(expr, "else"));
      case "and" -> infix("&&", items(first));
      case "or" -> infix("||", items(first));
      case "coalesce" -> infix("??", items(first));
      case "macro" -> macro(member(expr, "over"), word(first), expr);
      case "mapValues" -> macro(first, "map", expr);
      case "template" ->
          "'" + items(first).stream().map(ExprText::part).collect(Collectors.joining()) + "'";
      default -> word(first);
    };
  }

  private static String macro(Json over, String name, Json.Obj expr) {
    String variable = word(member(expr, "as"));
    return text(over) + "." + name + "(" + variable + ", " + text(member(expr, "body")) + ")";
  }

  private static String call(String id, List<Json> args) {
    Overload overload = Functions.byId(id);
    String name = overload == null ? id : overload.name();
    boolean operator = overload != null && overload.style() == Overload.Style.OPERATOR;
    if (operator && args.size() == 2) {
      return infix(name, args);
    }
    return operator ? name + operand(args.getFirst()) : name + "(" + list(args) + ")";
  }

  private static String infix(String operator, List<Json> operands) {
    return operands.stream()
        .map(ExprText::operand)
        .collect(Collectors.joining(" " + operator + " "));
  }

  /** In brackets where that is needed, or might be. */
  private static String operand(Json json) {
    String text = text(json);
    boolean simple =
        json instanceof Json.Obj object
            && Set.of("const", "input", "taskInput", "field", "item", "local", "index", "list")
                .contains(isExpression(object) ? kind(object) : "");
    return simple || !text.contains(" ") ? text : "(" + text + ")";
  }

  private static String map(Json entries) {
    return entries instanceof Json.Obj(Map<String, Json> members)
        ? members.entrySet().stream()
            .map(entry -> "'" + entry.getKey() + "': " + text(entry.getValue()))
            .collect(Collectors.joining(", ", "{", "}"))
        : word(entries);
  }

  private static String list(List<Json> items) {
    return items.stream().map(ExprText::text).collect(Collectors.joining(", "));
  }

  private static Json member(Json.Obj object, String name) {
    Json member = object.get(name);
    return member == null ? Json.NULL : member;
  }

  private static List<Json> items(Json json) {
    return json instanceof Json.Arr(List<Json> items) ? items : List.of();
  }

  private static String word(Json json) {
    return json instanceof Json.Str(String text) ? text : JsonText.write(json);
  }
}
