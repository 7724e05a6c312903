package dev.jobc.model;

import dev.jobc.source.Located;

/**
 * An error that a task may raise, by name.
 *
 * @param description empty when the author wrote none
 */
public record ErrorDecl(Located<String> name, String description) {}
