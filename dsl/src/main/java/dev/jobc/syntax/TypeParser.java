package dev.jobc.syntax;

import static dev.jobc.syntax.Tokens.quoted;

import dev.jobc.diag.Diagnostic;
import dev.jobc.diag.DiagnosticCode;
import dev.jobc.source.Located;
import dev.jobc.source.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Tokens to a type; {@code ?} binds tighter than {@code |}. */
final class TypeParser {
  /** Types inside types; later stages recurse over them. */
  private static final int MAX_DEPTH = 64;

  private final Tokens tokens;
  private int nesting;

  TypeParser(Tokens tokens) {
    this.tokens = tokens;
  }

  /** The whole fragment as one type. */
  TypeExpr parse() {
    TypeExpr type = type();
    tokens.expect(TokenKind.END, "the end");
    return type;
  }

  /** A type, as far as it goes. */
  TypeExpr type() {
    Token first = tokens.peek();
    if (++nesting > MAX_DEPTH) {
      throw new SyntaxException(SyntaxParser.tooDeep(tokens.fragment(), tokens.span(first)));
    }
    TypeExpr type = option();
    while (tokens.takeIf(TokenKind.PIPE)) {
      TypeExpr right = option();
      type = union(type, right, tokens.since(first));
    }
    nesting--;
    return type;
  }

  private TypeExpr option() {
    Token first = tokens.peek();
    TypeExpr type = single();
    while (tokens.takeIf(TokenKind.QUESTION)) {
      if (!(type instanceof TypeExpr.Optional)) {
        type = new TypeExpr.Optional(type, tokens.since(first));
      }
    }
    return type;
  }

  private TypeExpr single() {
    if (tokens.peek().is(TokenKind.LBRACE)) {
      return record();
    }
    if (tokens.takeIf(TokenKind.LPAREN)) {
      TypeExpr inner = type();
      tokens.expect(TokenKind.RPAREN);
      return inner;
    }
    if (!tokens.peek().kind().isWord()) {
      throw tokens.refuse("a type");
    }
    return named();
  }

  private TypeExpr named() {
    Token name = tokens.take();
    List<TypeExpr> args = new ArrayList<>();
    if (tokens.takeIf(TokenKind.LT)) {
      do {
        args.add(type());
      } while (tokens.takeIf(TokenKind.COMMA));
      tokens.expect(TokenKind.GT, quoted(TokenKind.COMMA), quoted(TokenKind.GT));
    }
    return named(name.text(), args, tokens.since(name));
  }

  private TypeExpr named(String name, List<TypeExpr> args, Span span) {
    return switch (name) {
      case "list" -> {
        if (args.size() != 1) {
          throw error(span, "a list has one element type", "write `list<string>`");
        }
        yield new TypeExpr.ListOf(args.getFirst(), span);
      }
      case "map" -> map(args, span);
      case "enum" ->
          throw error(span, "an enum lists its values", "write `{ enum: [red, green] }`");
      default -> {
        if (!args.isEmpty()) {
          throw error(span, "`" + name + "` takes no types in `<>`", "only `list` and `map` do");
        }
        yield new TypeExpr.Name(name, span);
      }
    };
  }

  private TypeExpr map(List<TypeExpr> args, Span span) {
    if (args.size() != 2) {
      throw error(span, "a map has a key type and a value type", "write `map<string, int>`");
    }
    if (!(args.getFirst() instanceof TypeExpr.Name key && key.name().equals("string"))) {
      throw error(
          args.getFirst().span(),
          "the keys of a map are always `string`",
          "write `map<string, …>`");
    }
    return new TypeExpr.MapOf(args.getLast(), span);
  }

  private TypeExpr record() {
    Token open = tokens.take();
    List<TypeExpr.Field> fields = new ArrayList<>();
    Map<String, Span> seen = new HashMap<>();
    while (!tokens.takeIf(TokenKind.RBRACE)) {
      fields.add(field(seen));
      if (!tokens.takeIf(TokenKind.COMMA) && !tokens.peek().is(TokenKind.RBRACE)) {
        throw tokens.refuse(quoted(TokenKind.COMMA), quoted(TokenKind.RBRACE));
      }
    }
    if (fields.isEmpty()) {
      throw error(tokens.since(open), "a record has at least one field", "write `{ a: int }`");
    }
    return new TypeExpr.RecordOf(fields, tokens.since(open));
  }

  private TypeExpr.Field field(Map<String, Span> seen) {
    Located<String> name = tokens.name();
    tokens.expect(TokenKind.COLON);
    TypeExpr type = type();
    Span first = seen.putIfAbsent(name.value(), name.span());
    if (first != null) {
      throw new SyntaxException(
          Diagnostic.of(
                  DiagnosticCode.DUPLICATE_KEY,
                  tokens.fragment().place(name.span()),
                  "the field `" + name.value() + "` stands twice in the same record")
              .caption("again here")
              .label(tokens.fragment().place(first), "first here"));
    }
    return new TypeExpr.Field(name, type);
  }

  private static TypeExpr union(TypeExpr left, TypeExpr right, Span span) {
    List<TypeExpr> options = new ArrayList<>();
    for (TypeExpr option : List.of(left, right)) {
      if (option instanceof TypeExpr.Union inner) {
        options.addAll(inner.options());
      } else {
        options.add(option);
      }
    }
    return new TypeExpr.Union(options, span);
  }

  private SyntaxException error(Span span, String message, String help) {
    return new SyntaxException(
        Diagnostic.of(DiagnosticCode.TYPE_SYNTAX, tokens.fragment().place(span), message)
            .help(help));
  }
}
