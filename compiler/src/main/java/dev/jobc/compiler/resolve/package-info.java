/**
 * Names to declarations: which task a step uses, which steps exist, in which order they may run and
 * which node of the plan stands for each. Knows no types.
 */
@NullMarked
package dev.jobc.compiler.resolve;

import org.jspecify.annotations.NullMarked;
