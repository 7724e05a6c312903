/**
 * Expressions, types and templates inside scalars. Text to trees with spans in file coordinates; no
 * names are resolved and no types are checked.
 */
@NullMarked
package dev.jobc.syntax;

import org.jspecify.annotations.NullMarked;
