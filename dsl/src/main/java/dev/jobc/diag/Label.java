package dev.jobc.diag;

import dev.jobc.source.Place;

/** A second place that explains the first, such as a declaration. */
public record Label(Place place, String text) {}
