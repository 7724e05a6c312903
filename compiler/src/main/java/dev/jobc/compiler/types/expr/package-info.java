/**
 * Expressions and values checked in the scope where they stand, with every overload and reference
 * resolved. Nothing here knows what kind of step or key they belong to.
 */
@NullMarked
package dev.jobc.compiler.types.expr;

import org.jspecify.annotations.NullMarked;
