/**
 * What the engine needs of a store, in verbs of the domain: keep plans, create runs, claim work,
 * record outcomes, watch over sessions, answer questions. No SQL and no threads here; one contract
 * suite holds every implementation to the same behaviour.
 */
@NullMarked
package dev.jobc.executor.store;

import org.jspecify.annotations.NullMarked;
