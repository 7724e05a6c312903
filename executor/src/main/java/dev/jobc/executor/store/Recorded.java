package dev.jobc.executor.store;

import java.util.List;
import java.util.Set;

/**
 * What a batch of outcomes has brought about, durable already.
 *
 * @param claimed successors that belong to the same session and may start
 * @param ended runs that have ended
 * @param queues queues that have got work in the job table
 * @param nextDelay milliseconds until the first deferred work is due; -1 when none was deferred
 * @param refused of the batch, those that came too late and changed nothing
 * @param halts whether work that others may hold must not go on; they are to be told
 * @param settled attempts that are over; not those that were given back, wait, or only said what
 *     their step runs
 */
public record Recorded(
    List<Claimed> claimed,
    List<Long> ended,
    Set<Integer> queues,
    long nextDelay,
    Set<Claimed> refused,
    boolean halts,
    List<Settled> settled) {}
