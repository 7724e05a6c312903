package dev.jobc.executor.core;

import org.jspecify.annotations.Nullable;

/**
 * What was before a handler ran: how the block had come out so far, and why.
 *
 * @param fault null unless something failed
 */
public record Cause(How how, @Nullable Fault fault) {}
