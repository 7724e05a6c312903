/**
 * What differs between two plans, step by step and in what callers see. Compares plans only; who
 * may go on with which is decided by those who ask.
 */
@NullMarked
package dev.jobc.compiler.plandiff;

import org.jspecify.annotations.NullMarked;
