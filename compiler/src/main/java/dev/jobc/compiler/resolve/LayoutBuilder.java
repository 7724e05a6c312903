package dev.jobc.compiler.resolve;

import dev.jobc.compiler.resolve.Layout.Coordinates;
import dev.jobc.compiler.resolve.Layout.Role;
import dev.jobc.compiler.resolve.Layout.Slot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Turns blocks into graphs.
 *
 * <ol>
 *   <li>A step without block is one node; a block is its steps and a join that waits for their
 *       ends.
 *   <li>A map is one node in its graph, and a graph of its own for what it repeats.
 *   <li>Nodes are numbered in the order in which they can start, so that needs point backwards.
 * </ol>
 */
final class LayoutBuilder {
  private final StepTree tree;
  private final List<List<Slot>> graphs = new ArrayList<>();
  private final Map<Step, Coordinates> outside = new IdentityHashMap<>();
  private final Map<Step, Coordinates> inside = new IdentityHashMap<>();

  private LayoutBuilder(StepTree tree) {
    this.tree = tree;
  }

  static Layout of(StepTree tree) {
    LayoutBuilder builder = new LayoutBuilder(tree);
    builder.graphs.add(new ArrayList<>());
    builder.block(tree.root(), 0, List.of());
    return new Layout(builder.graphs, builder.outside, builder.inside);
  }

  /** Lays out a step after its predecessors; answers the node that ends it. */
  private int step(Step step, int graph, List<Integer> after) {
    if (!step.isMap()) {
      int node = body(step, graph, after);
      outside.put(step, new Coordinates(graph, node));
      return node;
    }
    int body = graphs.size();
    graphs.add(new ArrayList<>());
    int node = add(graph, new Slot(step, Role.FOR_EACH, after));
    outside.put(step, new Coordinates(graph, node));
    body(step, body, List.of());
    return node;
  }

  private int body(Step step, int graph, List<Integer> after) {
    Block block = step.body();
    Slot slot =
        block == null
            ? new Slot(step, Role.WORK, after)
            : new Slot(step, Role.JOIN, block(block, graph, after));
    int node = add(graph, slot);
    inside.put(step, new Coordinates(graph, node));
    return node;
  }

  private List<Integer> block(Block block, int graph, List<Integer> after) {
    return switch (block.kind()) {
      case SEQUENCE -> sequence(block.steps(), graph, after);
      case PARALLEL ->
          ascending(block.steps().stream().map(step -> step(step, graph, after)).toList());
      case GRAPH -> graph(GraphOrder.of(tree, block.steps()), graph, after);
    };
  }

  private List<Integer> sequence(List<Step> steps, int graph, List<Integer> after) {
    List<Integer> last = after;
    for (Step step : steps) {
      last = List.of(step(step, graph, last));
    }
    return last;
  }

  private List<Integer> graph(GraphOrder order, int graph, List<Integer> after) {
    Map<Step, Integer> nodes = new HashMap<>();
    for (Step step : order.sorted()) {
      List<Integer> needs =
          order.waitsOf(step).keySet().stream().filter(nodes::containsKey).map(nodes::get).toList();
      nodes.put(step, step(step, graph, needs.isEmpty() ? after : ascending(needs)));
    }
    return ascending(order.ends().stream().map(nodes::get).toList());
  }

  private static List<Integer> ascending(List<Integer> nodes) {
    return List.copyOf(new TreeSet<>(nodes));
  }

  private int add(int graph, Slot slot) {
    graphs.get(graph).add(slot);
    return graphs.get(graph).size() - 1;
  }
}
