package dev.jobc.syntax;

import dev.jobc.source.Span;

/**
 * A piece of a template: literal text, or an expression between <code>${{</code> and <code>}}
 * </code>.
 */
public sealed interface Part {

  Span span();

  record Text(String text, Span span) implements Part {}

  /**
   * An expression in a template.
   *
   * @param span with its delimiters
   */
  record Hole(Expr expression, Span span) implements Part {}
}
