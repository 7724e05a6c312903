package dev.jobc.compiler.plandiff;

/**
 * A difference in what callers of a workflow see.
 *
 * @param breaking whether a caller that was right before may be wrong now
 * @param what one sentence without its full stop
 */
public record ContractChange(boolean breaking, String what) {}
