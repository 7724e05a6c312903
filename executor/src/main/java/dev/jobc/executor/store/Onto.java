package dev.jobc.executor.store;

import dev.jobc.plan.Provenance;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The other plan of a run that takes up one; see {@link dev.jobc.executor.Takeover}.
 *
 * @param planId its number
 * @param inputs of the old run, checked against it
 */
public record Onto(
    int planId,
    byte[] inputs,
    Map<Integer, Integer> nodes,
    Map<Integer, Integer> graphs,
    @Nullable Provenance provenance) {}
