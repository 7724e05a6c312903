/**
 * Diagnostics as values: codes, places, labels, fixes, and the collector every stage writes to.
 * Nothing here prints; see the render package.
 */
@NullMarked
package dev.jobc.diag;

import org.jspecify.annotations.NullMarked;
