package dev.jobc.executor;

/**
 * A piece of what an attempt wrote.
 *
 * @param step the step's id
 * @param item index within the innermost map, -1 outside maps
 * @param attempt 1 for the first
 * @param stderr whether it came from standard error
 * @param offset position of the first byte within this attempt's stream
 * @param bytes as written by the task: any bytes at all
 */
public record LogChunk(
    String step, int item, int attempt, boolean stderr, long offset, byte[] bytes) {}
