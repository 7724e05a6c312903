/**
 * A store in the memory of one process, for tests: the same rules, plain collections, one lock. It
 * is held to the contract of every store, and shows what it holds, so that simulations can look.
 */
@NullMarked
package dev.jobc.executor.store.memory;

import org.jspecify.annotations.NullMarked;
