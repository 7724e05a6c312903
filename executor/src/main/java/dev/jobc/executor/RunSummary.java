package dev.jobc.executor;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One line about a run.
 *
 * @param finishedAt null while the run goes on
 */
public record RunSummary(
    RunId id,
    String namespace,
    String workflow,
    String planId,
    RunState state,
    Instant createdAt,
    @Nullable Instant finishedAt) {}
