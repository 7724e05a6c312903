package dev.jobc.executor.store;

import dev.jobc.executor.core.PlanShape;

/**
 * A plan as kept.
 *
 * @param number short name inside the store
 * @param digest the plan's id outside: SHA-256 (hex) of its canonical form
 */
public record StoredPlan(int number, String digest, PlanShape shape) {}
