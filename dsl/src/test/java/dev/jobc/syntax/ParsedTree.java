package dev.jobc.syntax;

import static dev.jobc.syntax.grammar.GrammarTree.node;

import dev.jobc.json.Json;
import java.util.List;
import java.util.stream.Collectors;

/** What the parsers make of a text, printed as {@link dev.jobc.syntax.grammar.GrammarTree} does. */
final class ParsedTree {
  private ParsedTree() {}

  static String print(Expr expr) {
    return switch (expr) {
      case Expr.Literal literal -> isNegative(literal.value()) ? "(- literal)" : "literal";
      case Expr.Bytes bytes -> "literal";
      case Expr.Name name -> name.name();
      case Expr.Field f -> node("field", print(f.object()), f.field().value());
      case Expr.Index i -> node("index", print(i.object()), print(i.index()));
      case Expr.Call c -> node("call", c.function().value(), all(c.args()));
      case Expr.MethodCall c ->
          node("method", print(c.target()), c.method().value(), all(c.args()));
      case Expr.As as -> node("as", print(as.value()), print(as.type()));
      case Expr.Is is -> node("is", print(is.value()), print(is.type()));
      case Expr.Unary u -> node(u.operator().value().symbol(), print(u.operand()));
      case Expr.Binary b -> node(b.operator().value().symbol(), print(b.left()), print(b.right()));
      case Expr.Conditional c ->
          node("?", print(c.condition()), print(c.then()), print(c.otherwise()));
      case Expr.ListOf list -> node("list", all(list.items()));
      case Expr.MapOf map ->
          node(
              "map",
              map.entries().stream()
                  .map(e -> print(e.key()) + ":" + print(e.value()))
                  .collect(Collectors.joining(" ")));
    };
  }

  /** The minus belongs to the number; to the grammar it is an operator. */
  private static boolean isNegative(Json value) {
    return switch (value) {
      case Json.Int number -> number.value() < 0;
      case Json.Float number -> number.value() < 0;
      default -> false;
    };
  }

  private static String all(List<Expr> exprs) {
    return exprs.stream().map(ParsedTree::print).collect(Collectors.joining(" "));
  }

  static String print(TypeExpr type) {
    return switch (type) {
      case TypeExpr.Name name -> node(name.name(), "");
      case TypeExpr.ListOf list -> node("list", print(list.element()));
      case TypeExpr.MapOf map -> node("map", "(string )", print(map.value()));
      case TypeExpr.Optional optional -> node("?", print(optional.value()));
      case TypeExpr.Union union ->
          node(
              "|",
              union.options().stream().map(ParsedTree::print).collect(Collectors.joining(" ")));
      case TypeExpr.RecordOf record ->
          node(
              "record",
              record.fields().stream()
                  .map(f -> f.name().value() + ":" + print(f.type()))
                  .collect(Collectors.joining(" ")));
      case TypeExpr.EnumOf e -> throw new IllegalStateException("no text of a type is an enum");
      case TypeExpr.Broken b -> throw new IllegalStateException("not parsed");
    };
  }
}
