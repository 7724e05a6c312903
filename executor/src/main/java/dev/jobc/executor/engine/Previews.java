package dev.jobc.executor.engine;

import dev.jobc.executor.Takeover;
import dev.jobc.executor.core.Ending;
import dev.jobc.executor.core.GraphShape;
import dev.jobc.executor.core.PlanShape;
import dev.jobc.executor.core.Resumption;
import dev.jobc.plan.Node;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Tells what would be kept of a run by one of another plan, before it is. */
final class Previews {
  private final GraphShape before;
  private final GraphShape after;
  private final Map<Integer, Integer> nodes;

  Previews(PlanShape before, PlanShape after, Takeover takeover) {
    this.before = before.root();
    this.after = after.root();
    nodes = takeover.nodes();
  }

  /**
   * What would come of it.
   *
   * @param endings how the steps of the old run have ended, null for those that have not
   */
  Takeover.Preview of(IntFunction<@Nullable Ending> endings) {
    Map<Integer, @Nullable Ending> known = new HashMap<>();
    for (int node = 0; node < before.size(); node++) {
      known.put(node, endings.apply(node));
    }
    BitSet kept =
        Resumption.kept(
            after, node -> nodes.containsKey(node) ? known.get(nodes.get(node)) : null, Set.of());
    Set<Integer> taken = new HashSet<>();
    List<String> ids = new ArrayList<>();
    kept.stream()
        .forEach(
            node -> {
              taken.add(nodes.get(node));
              if (isStep(after.node(node))) {
                ids.add(after.node(node).id());
              }
            });
    List<String> again = new ArrayList<>();
    for (int node = 0; node < before.size(); node++) {
      boolean good = Resumption.isGood(known.get(node));
      if (good && isStep(before.node(node)) && !taken.contains(node)) {
        again.add(before.node(node).id());
      }
    }
    return new Takeover.Preview(ids, again);
  }

  /** What an author has written. */
  private static boolean isStep(Node node) {
    return !(node instanceof Node.Join || node instanceof Node.Outputs);
  }
}
