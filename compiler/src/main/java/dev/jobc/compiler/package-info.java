/**
 * The compiler on one page: {@code Compiler} runs the phases in order and hands out checked
 * results. Holds no phase itself.
 */
@NullMarked
package dev.jobc.compiler;

import org.jspecify.annotations.NullMarked;
