/**
 * Runs workflows without workers: tests with mocked steps, and simulations that look for what a run
 * could come to. What a plan means is the reference interpreter's business; nothing here runs code.
 */
@NullMarked
package dev.jobc.compiler.simulate;

import org.jspecify.annotations.NullMarked;
