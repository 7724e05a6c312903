package dev.jobc.syntax;

import dev.jobc.json.JsonText;
import dev.jobc.source.Located;
import java.util.List;
import java.util.stream.Collectors;

/** Prints an expression with a bracket around every operation, so that its structure shows. */
public final class ExprText {
  private ExprText() {}

  /** The same text for two expressions exactly when they differ in nothing but spans. */
  public static String print(Expr expr) {
    return switch (expr) {
      case Expr.Literal literal -> JsonText.write(literal.value());
      case Expr.Bytes bytes -> "bytes(" + bytes.base64() + ")";
      case Expr.Name name -> name.name();
      case Expr.Field field -> print(field.object()) + "." + field.field().value();
      case Expr.Index index -> print(index.object()) + "[" + print(index.index()) + "]";
      case Expr.Call call -> call(call.function(), call.args());
      case Expr.MethodCall call -> print(call.target()) + "." + call(call.method(), call.args());
      case Expr.As as -> print(as.value()) + ".as(" + as.type() + ")";
      case Expr.Is is -> print(is.value()) + ".is(" + is.type() + ")";
      case Expr.Unary unary ->
          "(" + unary.operator().value().symbol() + print(unary.operand()) + ")";
      case Expr.Binary binary -> {
        String symbol = binary.operator().value().symbol();
        yield "(" + print(binary.left()) + " " + symbol + " " + print(binary.right()) + ")";
      }
      case Expr.Conditional c ->
          "(" + print(c.condition()) + " ? " + print(c.then()) + " : " + print(c.otherwise()) + ")";
      case Expr.ListOf list -> "[" + join(list.items()) + "]";
      case Expr.MapOf map ->
          map.entries().stream()
              .map(entry -> print(entry.key()) + ": " + print(entry.value()))
              .collect(Collectors.joining(", ", "{", "}"));
    };
  }

  private static String call(Located<String> function, List<Expr> args) {
    return function.value() + "(" + join(args) + ")";
  }

  private static String join(List<Expr> items) {
    return items.stream().map(ExprText::print).collect(Collectors.joining(", "));
  }
}
