package dev.jobc.model;

import dev.jobc.json.Json;
import dev.jobc.source.Located;
import dev.jobc.source.Span;
import dev.jobc.syntax.Expr;
import dev.jobc.syntax.Part;
import java.util.List;

/** A value of any type: literals as YAML has them, with expressions and templates inside. */
public sealed interface ValueDoc {

  Span span();

  /** A literal: null, bool, int, float or string. */
  record Scalar(Json value, Span span) implements ValueDoc {}

  /**
   * A scalar that is exactly one <code>${{ e }}</code>: has the type of {@code e}.
   *
   * @param span the scalar with its delimiters
   */
  record Expression(Expr expr, Span span) implements ValueDoc {}

  /** Text with expressions in it: a string. At least one part is a {@link Part.Hole}. */
  record Template(List<Part> parts, Span span) implements ValueDoc {
    public Template {
      parts = List.copyOf(parts);
    }
  }

  record ListOf(List<ValueDoc> items, Span span) implements ValueDoc {
    public ListOf {
      items = List.copyOf(items);
    }
  }

  /** A record or a map; names are unique and literal. */
  record MapOf(List<Entry> entries, Span span) implements ValueDoc {
    public MapOf {
      entries = List.copyOf(entries);
    }
  }

  /** What could not be made out; an error was reported, so checks should stay silent about it. */
  record Broken(Span span) implements ValueDoc {}

  record Entry(Located<String> name, ValueDoc value) {}
}
