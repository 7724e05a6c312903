package dev.jobc.executor.store;

import dev.jobc.executor.core.StepRef;
import dev.jobc.executor.core.Tries;

/**
 * A step instance that may be worked on. Times are microseconds since 1970.
 *
 * @param since when the step became ready for its first attempt
 * @param readyAt when this attempt became ready
 */
public record Work(long runId, int planId, StepRef ref, Tries tries, long since, long readyAt) {}
