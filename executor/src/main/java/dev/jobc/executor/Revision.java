package dev.jobc.executor;

import dev.jobc.plan.Provenance;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the name of a workflow points to, or has pointed to.
 *
 * @param workflow {@code namespace/name}
 * @param number from 1; a revision is never overwritten
 * @param planId see {@link Engine#storePlan}
 * @param createdAt when the name began to point to it
 * @param provenance the commit it came from then, null for none
 */
public record Revision(
    String workflow,
    int number,
    String planId,
    Instant createdAt,
    @Nullable Provenance provenance) {}
