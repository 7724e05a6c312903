package dev.jobc.compiler.plandiff;

import dev.jobc.json.Json;
import org.jspecify.annotations.Nullable;

/**
 * One difference, as an author would find it in the source.
 *
 * @param key from the step or the workflow inwards, such as {@code retry.maxAttempts}
 * @param before the value as it is written; null when there was none
 * @param after null when there is none any more
 */
public record Change(String key, @Nullable Json before, @Nullable Json after) {}
