/**
 * The types of jobc values, as the compiler checks them and as plans carry them. Holds their JSON
 * form, their written form and the check of a JSON value against a type; no names to resolve, no
 * spans.
 */
@NullMarked
package dev.jobc.type;

import org.jspecify.annotations.NullMarked;
