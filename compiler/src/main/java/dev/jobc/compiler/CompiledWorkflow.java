package dev.jobc.compiler;

import dev.jobc.plan.Plan;
import dev.jobc.plan.Provenance;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A plan and the files it refers to.
 *
 * @param plan the plan
 * @param blobs content by digest (SHA-256, hexadecimal), for every file of every bundle
 * @param provenance the commit it comes from; null when there is none, or nobody has asked
 */
public record CompiledWorkflow(
    Plan plan, Map<String, byte[]> blobs, @Nullable Provenance provenance) {
  public CompiledWorkflow {
    blobs = Collections.unmodifiableMap(new TreeMap<>(blobs));
  }
}
