package dev.jobc.compiler.resolve;

import dev.jobc.model.BlockDoc;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The order within every {@code graph} block. */
public final class Orders {
  private final Map<Block, GraphOrder> orders = new LinkedHashMap<>();

  Orders(StepTree tree) {
    for (Block block : tree.blocks()) {
      if (block.kind() == BlockDoc.Kind.GRAPH) {
        orders.put(block, GraphOrder.of(tree, block.steps()));
      }
    }
  }

  Collection<GraphOrder> all() {
    return Collections.unmodifiableCollection(orders.values());
  }

  /** The order of a {@code graph}. */
  GraphOrder of(Block graph) {
    GraphOrder order = orders.get(graph);
    if (order == null) {
      throw new IllegalArgumentException("no graph: " + graph.kind());
    }
    return order;
  }

  /** The steps a step of a {@code graph} waits for; empty in other blocks. */
  public Set<Step> waits(Step step) {
    GraphOrder order = orders.get(step.home());
    return order == null ? Set.of() : order.waitsOf(step).keySet();
  }
}
