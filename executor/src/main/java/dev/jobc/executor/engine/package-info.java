/**
 * The engine put together: connects to a store, checks submissions, starts workers, tells who
 * waits. Holds no SQL, no rules of runs and no process handling; it only wires those together.
 */
@NullMarked
package dev.jobc.executor.engine;

import org.jspecify.annotations.NullMarked;
