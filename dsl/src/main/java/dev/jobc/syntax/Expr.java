package dev.jobc.syntax;

import dev.jobc.json.Json;
import dev.jobc.source.Located;
import dev.jobc.source.Span;
import java.util.List;
import java.util.stream.Stream;

/**
 * An expression as written: names unresolved, untyped. Spans are in file coordinates. To compare
 * two expressions without their spans, compare {@link ExprText#print}.
 */
public sealed interface Expr {

  Span span();

  /** The expressions it is made of, from left to right. */
  default List<Expr> children() {
    return switch (this) {
      case Literal literal -> List.of();
      case Bytes bytes -> List.of();
      case Name name -> List.of();
      case Field field -> List.of(field.object());
      case Index index -> List.of(index.object(), index.index());
      case Call call -> call.args();
      case MethodCall call ->
          Stream.concat(Stream.of(call.target()), call.args().stream()).toList();
      case As as -> List.of(as.value());
      case Is is -> List.of(is.value());
      case Unary unary -> List.of(unary.operand());
      case Binary binary -> List.of(binary.left(), binary.right());
      case Conditional c -> List.of(c.condition(), c.then(), c.otherwise());
      case ListOf list -> list.items();
      case MapOf map -> map.entries().stream().flatMap(e -> Stream.of(e.key(), e.value())).toList();
    };
  }

  /** {@code null}, a bool, an int, a float or a string. */
  record Literal(Json value, Span span) implements Expr {}

  /** A bytes literal {@code b"..."}, its content in base64. */
  record Bytes(String base64, Span span) implements Expr {}

  /** A name that stands alone or at the left of a selection: {@code inputs}, {@code region}. */
  record Name(String name, Span span) implements Expr {}

  /** {@code object.field}. */
  record Field(Expr object, Located<String> field, Span span) implements Expr {}

  /** {@code object[index]}. */
  record Index(Expr object, Expr index, Span span) implements Expr {}

  /** {@code function(args)}; also the macro {@code has(a.b)}. */
  record Call(Located<String> function, List<Expr> args, Span span) implements Expr {
    public Call {
      args = List.copyOf(args);
    }
  }

  /** {@code target.method(args)}; also macros such as {@code list.map(x, x + 1)}. */
  record MethodCall(Expr target, Located<String> method, List<Expr> args, Span span)
      implements Expr {
    public MethodCall {
      args = List.copyOf(args);
    }
  }

  /** {@code value.as(Type)}. */
  record As(Expr value, TypeExpr type, Span span) implements Expr {}

  /** {@code value.is(Type)}. */
  record Is(Expr value, TypeExpr type, Span span) implements Expr {}

  record Unary(Located<UnaryOperator> operator, Expr operand, Span span) implements Expr {}

  record Binary(Located<BinaryOperator> operator, Expr left, Expr right, Span span)
      implements Expr {}

  /** {@code condition ? then : otherwise}. */
  record Conditional(Expr condition, Expr then, Expr otherwise, Span span) implements Expr {}

  record ListOf(List<Expr> items, Span span) implements Expr {
    public ListOf {
      items = List.copyOf(items);
    }
  }

  record MapOf(List<Entry> entries, Span span) implements Expr {
    public MapOf {
      entries = List.copyOf(entries);
    }
  }

  record Entry(Expr key, Expr value) {}
}
