/**
 * Which steps have ended where something stands, and which of their outputs may be missing there.
 * Nothing here reads an expression.
 */
@NullMarked
package dev.jobc.compiler.types.presence;

import org.jspecify.annotations.NullMarked;
