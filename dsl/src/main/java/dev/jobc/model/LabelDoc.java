package dev.jobc.model;

import dev.jobc.source.Located;

/** A label, for people and for filters. */
public record LabelDoc(Located<String> name, Located<String> value) {}
