/**
 * Plans as people see them: steps with paths of names instead of nodes with numbers. Only looks at
 * plans; nothing here compiles, compares or draws.
 */
@NullMarked
package dev.jobc.compiler.planview;

import org.jspecify.annotations.NullMarked;
