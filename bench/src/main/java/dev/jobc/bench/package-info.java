/**
 * Benchmarks of the engine, each one command that prints its figures and the machine it ran on. No
 * tests, and nothing other modules use.
 */
@NullMarked
package dev.jobc.bench;

import org.jspecify.annotations.NullMarked;
