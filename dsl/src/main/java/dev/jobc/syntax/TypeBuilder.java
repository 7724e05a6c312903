package dev.jobc.syntax;

import dev.jobc.diag.Diagnostic;
import dev.jobc.diag.DiagnosticCode;
import dev.jobc.source.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** From ANTLR's parse tree of a type to our own. */
final class TypeBuilder {
  private final Tokens tokens;

  TypeBuilder(Tokens tokens) {
    this.tokens = tokens;
  }

  TypeExpr build(JobcParser.TypeContext context) {
    Span span = tokens.span(context);
    return switch (context) {
      case JobcParser.NamedTypeContext c -> named(c, span);
      case JobcParser.RecordTypeContext c -> record(c, span);
      case JobcParser.ParenthesizedTypeContext c -> build(c.type());
      case JobcParser.OptionalTypeContext c -> optional(build(c.type()), span);
      case JobcParser.UnionTypeContext c -> union(build(c.type(0)), build(c.type(1)), span);
      default -> throw new IllegalStateException("the grammar has a type that is not built");
    };
  }

  private TypeExpr named(JobcParser.NamedTypeContext context, Span span) {
    String name = context.name().getText();
    List<TypeExpr> args = context.type().stream().map(this::build).toList();
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

  private TypeExpr record(JobcParser.RecordTypeContext context, Span span) {
    List<TypeExpr.Field> fields = new ArrayList<>();
    Map<String, Span> seen = new HashMap<>();
    for (JobcParser.FieldContext field : context.field()) {
      TypeExpr.Field built =
          new TypeExpr.Field(tokens.located(field.name().getStart()), build(field.type()));
      Span first = seen.putIfAbsent(built.name().value(), built.name().span());
      if (first != null) {
        throw new SyntaxException(
            Diagnostic.of(
                    DiagnosticCode.DUPLICATE_KEY,
                    tokens.fragment().place(built.name().span()),
                    "the field `" + built.name().value() + "` stands twice in the same record")
                .caption("again here")
                .label(tokens.fragment().place(first), "first here"));
      }
      fields.add(built);
    }
    if (fields.isEmpty()) {
      throw error(span, "a record has at least one field", "write `{ a: int }`");
    }
    return new TypeExpr.RecordOf(fields, span);
  }

  private static TypeExpr optional(TypeExpr value, Span span) {
    return value instanceof TypeExpr.Optional ? value : new TypeExpr.Optional(value, span);
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
