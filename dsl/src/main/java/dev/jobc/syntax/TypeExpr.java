package dev.jobc.syntax;

import dev.jobc.source.Located;
import dev.jobc.source.Span;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A type as written: names unresolved. {@code toString} prints the form an author would write, so
 * that two types can be compared without their spans.
 */
public sealed interface TypeExpr {

  Span span();

  /** {@code string}, {@code int}, ..., or a name from {@code types:}. */
  record Name(String name, Span span) implements TypeExpr {
    @Override
    public String toString() {
      return name;
    }
  }

  record ListOf(TypeExpr element, Span span) implements TypeExpr {
    @Override
    public String toString() {
      return "list<" + element + ">";
    }
  }

  /** {@code map<string, value>}; the key was checked to be {@code string}. */
  record MapOf(TypeExpr value, Span span) implements TypeExpr {
    @Override
    public String toString() {
      return "map<string, " + value + ">";
    }
  }

  /** {@code T?}: may be missing. */
  record Optional(TypeExpr value, Span span) implements TypeExpr {
    @Override
    public String toString() {
      return (value instanceof Union ? "(" + value + ")" : value) + "?";
    }
  }

  /** {@code A | B}; at least two options, none itself a union. */
  record Union(List<TypeExpr> options, Span span) implements TypeExpr {
    public Union {
      options = List.copyOf(options);
    }

    @Override
    public String toString() {
      return options.stream().map(TypeExpr::toString).collect(Collectors.joining(" | "));
    }
  }

  /** {@code {a: int, b: string}}, field names unique. */
  record RecordOf(List<Field> fields, Span span) implements TypeExpr {
    public RecordOf {
      fields = List.copyOf(fields);
    }

    @Override
    public String toString() {
      return fields.stream()
          .map(field -> field.name().value() + ": " + field.type())
          .collect(Collectors.joining(", ", "{", "}"));
    }
  }

  record Field(Located<String> name, TypeExpr type) {}

  /** {@code {enum: [a, b]}}, values unique, at least one. */
  record EnumOf(List<Located<String>> values, Span span) implements TypeExpr {
    public EnumOf {
      values = List.copyOf(values);
    }

    @Override
    public String toString() {
      return values.stream()
          .map(Located::value)
          .collect(Collectors.joining(", ", "{enum: [", "]}"));
    }
  }

  /** What could not be made out; an error was reported, so checks should stay silent about it. */
  record Broken(Span span) implements TypeExpr {
    @Override
    public String toString() {
      return "?";
    }
  }
}
