/**
 * Executing on this machine: claims work, evaluates what tasks are given, calls runners, checks
 * what they return and has it recorded. Knows stores and runners by their interfaces only; no SQL,
 * no processes, and no rule about what follows from an outcome.
 */
@NullMarked
package dev.jobc.executor.work;

import org.jspecify.annotations.NullMarked;
