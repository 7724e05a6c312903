/** Diagnostics to text: for terminals and for machines. Decides layout only, never wording. */
@NullMarked
package dev.jobc.diag.render;

import org.jspecify.annotations.NullMarked;
