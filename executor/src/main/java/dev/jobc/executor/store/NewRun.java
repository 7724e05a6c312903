package dev.jobc.executor.store;

/**
 * A run to be created.
 *
 * @param inputs checked and with defaults applied, JSON in UTF-8
 * @param directory see {@link dev.jobc.executor.Submission}
 */
public record NewRun(int planId, byte[] inputs, String directory) {}
