package dev.jobc.model;

import dev.jobc.source.Located;
import dev.jobc.source.Span;
import dev.jobc.syntax.TypeExpr;

/**
 * An output that a task declares.
 *
 * @param description empty when the author wrote none
 * @param span the whole declaration
 */
public record OutputDecl(Located<String> name, TypeExpr type, String description, Span span) {}
