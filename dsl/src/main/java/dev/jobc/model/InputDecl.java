package dev.jobc.model;

import dev.jobc.source.Located;
import dev.jobc.source.Span;
import dev.jobc.syntax.TypeExpr;
import org.jspecify.annotations.Nullable;

/**
 * An input of a workflow or of a task.
 *
 * @param defaultValue null when the input is required (or optional by its type)
 * @param description empty when the author wrote none
 * @param span the whole declaration
 */
public record InputDecl(
    Located<String> name,
    TypeExpr type,
    @Nullable ValueDoc defaultValue,
    String description,
    ConstraintsDoc constraints,
    Span span) {}
