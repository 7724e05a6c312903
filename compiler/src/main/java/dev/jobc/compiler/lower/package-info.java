/**
 * From a typed workflow to a plan and the code that travels with it. Reports only what the file
 * system holds against it; everything else was found before.
 */
@NullMarked
package dev.jobc.compiler.lower;

import org.jspecify.annotations.NullMarked;
