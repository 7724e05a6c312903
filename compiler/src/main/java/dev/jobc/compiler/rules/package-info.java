/**
 * What a well-typed workflow must keep besides: one rule, one file, listed in {@code Rules}. Rules
 * report and change nothing.
 */
@NullMarked
package dev.jobc.compiler.rules;

import org.jspecify.annotations.NullMarked;
