package dev.jobc.executor.store;

import dev.jobc.executor.runner.TaskResult;

/**
 * The end of an attempt, to be recorded. Times are microseconds since 1970.
 *
 * @param startedAt when the task's code began, 0 when it never did
 * @param written what the task wrote
 */
public record Completion(
    Claimed claimed, long startedAt, long finishedAt, Outcome outcome, TaskResult.Output written) {}
