/**
 * The golden-test kit for sources that provoke diagnostics, shipped so that every module checks its
 * own the same way. Needs no test framework: it throws AssertionError.
 */
@NullMarked
package dev.jobc.diag.testing;

import org.jspecify.annotations.NullMarked;
