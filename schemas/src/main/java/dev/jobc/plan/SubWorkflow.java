package dev.jobc.plan;

import dev.jobc.expr.PlanExpr;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Runs another workflow and waits for its end; its outputs are those of that run.
 *
 * @param namespace of the workflow
 * @param name of the workflow
 * @param revision the revision the author asked for, null for the newest one
 * @param contract SHA-256 (hex) of the workflow's inputs and outputs as the compiler saw them; a
 *     revision with another contract must not be started
 * @param with its inputs by name; names left out take the workflow's default
 */
public record SubWorkflow(
    Head head,
    String namespace,
    String name,
    @Nullable Integer revision,
    String contract,
    Map<String, PlanExpr> with)
    implements Control {
  public SubWorkflow {
    with = Collections.unmodifiableMap(new LinkedHashMap<>(with));
  }
}
