/**
 * Makes worker programs of Go task code: finds the toolchain, generates what is missing, compiles
 * once for each content. Runs no task.
 */
@NullMarked
package dev.jobc.executor.runner.gobuild;

import org.jspecify.annotations.NullMarked;
