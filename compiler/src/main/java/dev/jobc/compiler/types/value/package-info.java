/**
 * What is known of a value: its type, what has flowed into it, and what a test of it has told.
 * Nothing here reads an expression.
 */
@NullMarked
package dev.jobc.compiler.types.value;

import org.jspecify.annotations.NullMarked;
