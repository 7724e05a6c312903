/**
 * Types: declared types, expressions and values, with every overload and reference resolved. What
 * comes out needs no names any more; nothing here decides what a plan looks like.
 */
@NullMarked
package dev.jobc.compiler.types;

import org.jspecify.annotations.NullMarked;
