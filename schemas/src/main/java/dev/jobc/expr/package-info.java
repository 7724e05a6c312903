/**
 * Compiled expressions: the tree that plans carry, its JSON form, the function table and the
 * evaluator. The compiler folds and checks with it, the executor runs it; names are resolved and
 * types are checked before a tree gets here. Holds no syntax and no spans.
 */
@NullMarked
package dev.jobc.expr;

import org.jspecify.annotations.NullMarked;
