package dev.jobc.compiler;

import dev.jobc.plan.Plan;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A plan and the files it refers to.
 *
 * @param plan the plan
 * @param blobs content by digest (SHA-256, hexadecimal), for every file of every bundle
 */
public record CompiledWorkflow(Plan plan, Map<String, byte[]> blobs) {
  public CompiledWorkflow {
    blobs = Collections.unmodifiableMap(new TreeMap<>(blobs));
  }
}
