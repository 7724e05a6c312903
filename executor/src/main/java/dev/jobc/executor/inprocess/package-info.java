/**
 * Tasks that are functions of the embedding program: for embedders, tests and benchmarks. No
 * processes and no protocol; the functions see exactly what a task in another language would.
 */
@NullMarked
package dev.jobc.executor.inprocess;

import org.jspecify.annotations.NullMarked;
