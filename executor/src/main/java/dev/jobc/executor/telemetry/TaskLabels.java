package dev.jobc.executor.telemetry;

/**
 * What counts of tasks are told apart by.
 *
 * @param workflow namespace and name
 * @param version of the workflow: the beginning of its plan's digest
 * @param task name of the task
 * @param queue name of the queue it waited in
 * @param role roles that the worker follows, with commas between; empty when it follows none
 */
public record TaskLabels(String workflow, String version, String task, String queue, String role) {}
