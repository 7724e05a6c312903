/**
 * The rules of a run as pure functions: {@code decide}, {@code evolve} and {@code react}, retry
 * arithmetic, and which steps a plan's edges release. Nothing here does I/O, reads a clock, draws
 * random numbers or knows of threads; times and results arrive inside commands.
 */
@NullMarked
package dev.jobc.executor.core;

import org.jspecify.annotations.NullMarked;
