package dev.jobc.executor.runner;

import dev.jobc.plan.Plan;
import java.util.Map;
import java.util.function.Function;

/**
 * Code that a runner materialises under its digest before first use.
 *
 * @param bundle the files and their digests
 * @param contents reads the content of the files with these digests; called once a worker and
 *     bundle
 */
public record CodeBundle(
    Plan.Bundle bundle, Function<java.util.Set<String>, Map<String, byte[]>> contents) {}
