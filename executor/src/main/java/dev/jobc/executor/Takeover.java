package dev.jobc.executor;

import dev.jobc.plan.Provenance;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a run of another plan takes over what a run has done. Who compares the two plans says what
 * still stands; the engine keeps of that what has succeeded or was skipped.
 *
 * @param planId a stored plan
 * @param nodes the steps of the workflow whose results stand: numbers in graph 0 of the new plan,
 *     and of the old one
 * @param graphs the graphs that such steps run: numbers in the old plan, and in the new one. Their
 *     nodes have the same numbers in both
 * @param provenance the commit that the new plan was compiled from, null for none
 */
public record Takeover(
    String planId,
    Map<Integer, Integer> nodes,
    Map<Integer, Integer> graphs,
    @Nullable Provenance provenance) {
  public Takeover {
    nodes = Map.copyOf(nodes);
    graphs = Map.copyOf(graphs);
  }

  /**
   * What would come of it.
   *
   * @param kept ids of the steps of the workflow that would not run again
   * @param again ids of those that have succeeded, or were skipped, and that count for nothing in
   *     the new run
   */
  public record Preview(List<String> kept, List<String> again) {
    public Preview {
      kept = List.copyOf(kept);
      again = List.copyOf(again);
    }
  }
}
