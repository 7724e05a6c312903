package dev.jobc.executor;

import java.time.Instant;

/**
 * A task that failed for good, kept until somebody decides what becomes of it. Its inputs are those
 * of its run, which is kept as long as it is.
 *
 * @param id unique in a database, growing
 * @param run the run that it is of, as it stands now
 * @param step the step's id with the numbers of the items it belongs to: {@code load[3]}
 * @param task the task's name
 * @param attempt the number of its last attempt
 * @param error why that failed
 * @param source {@code file:line:column} of the step
 */
public record DeadLetter(
    long id,
    RunSummary run,
    String step,
    String task,
    int attempt,
    TaskError error,
    Instant failedAt,
    String source) {}
