package dev.jobc.executor.store;

/**
 * Work that belongs to a worker's session.
 *
 * @param fence number of the lease; grows with every claim of the same step instance
 * @param claimedAt microseconds since 1970
 */
public record Claimed(Work work, long fence, long claimedAt) {}
