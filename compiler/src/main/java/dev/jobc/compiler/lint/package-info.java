/**
 * Warnings about sound workflows, and the ways to turn them off: in the file, for the project, on
 * the command line. Nothing here stops a compilation unless the author asks for it.
 */
@NullMarked
package dev.jobc.compiler.lint;

import org.jspecify.annotations.NullMarked;
