package dev.jobc.compiler.resolve;

import dev.jobc.compiler.resolve.Layout.Coordinates;
import dev.jobc.compiler.resolve.Layout.Role;
import dev.jobc.compiler.resolve.Layout.Slot;
import dev.jobc.plan.JoinRule;
import dev.jobc.source.Located;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Turns blocks into graphs.
 *
 * <ol>
 *   <li>A step without block is one node; a plain block is its steps and a join that waits for
 *       their ends; every other block is a graph of its own, and one node among its siblings.
 *   <li>A map is one node in its graph, and a graph of its own for what it repeats.
 *   <li>Nodes are numbered in the order in which they can start, so that needs point backwards.
 *   <li>Where the author's order is a sequence, a skipped step doesn't skip the one after it.
 * </ol>
 */
final class LayoutBuilder {
  private final Orders orders;
  private final Skips skips;
  private final Scoping scoping;
  private final List<List<Slot>> graphs = new ArrayList<>();
  private final Map<Step, Coordinates> outside = new IdentityHashMap<>();
  private final Map<Step, Coordinates> inside = new IdentityHashMap<>();
  private final Map<Block, Integer> bodies = new IdentityHashMap<>();

  private LayoutBuilder(Orders orders, Skips skips) {
    this.orders = orders;
    this.skips = skips;
    this.scoping = new Scoping(orders, skips);
  }

  /** What a step waits for. */
  private record Entry(List<Integer> needs, JoinRule rule) {
    static final Entry START = new Entry(List.of(), JoinRule.ALL_SUCCESS);
  }

  static Layout of(StepTree tree, Orders orders, Skips skips) {
    LayoutBuilder builder = new LayoutBuilder(orders, skips);
    tree.roots().forEach(builder::ownGraph);
    return new Layout(builder.graphs, builder.outside, builder.inside, builder.bodies);
  }

  private void ownGraph(Block block) {
    int graph = newGraph();
    bodies.put(block, graph);
    block(block, graph, Entry.START);
  }

  private int newGraph() {
    graphs.add(new ArrayList<>());
    return graphs.size() - 1;
  }

  /** Lays out a step after its predecessors; answers the node that ends it. */
  private int step(Step step, int graph, Entry entry) {
    if (!step.isMap()) {
      int node = body(step, graph, entry);
      outside.put(step, new Coordinates(graph, node));
      return node;
    }
    int body = newGraph();
    int node = add(graph, step, Role.FOR_EACH, entry);
    outside.put(step, new Coordinates(graph, node));
    body(step, body, Entry.START);
    return node;
  }

  private int body(Step step, int graph, Entry entry) {
    Block inlined = inlined(step, entry);
    int node =
        inlined == null
            ? add(graph, step, Role.WORK, entry)
            : add(graph, step, Role.JOIN, block(inlined, graph, entry));
    inside.put(step, new Coordinates(graph, node));
    step.blocks().stream().filter(block -> block != inlined).forEach(this::ownGraph);
    return node;
  }

  private @Nullable Block inlined(Step step, Entry entry) {
    Block body = step.body();
    boolean alone = step.blocks().size() == 1;
    return body != null && alone && scoping.inlines(step, body, entry.needs().isEmpty())
        ? body
        : null;
  }

  /** Lays out the steps of a block; answers what waits for its end. */
  private Entry block(Block block, int graph, Entry entry) {
    return switch (block.kind()) {
      case SEQUENCE -> sequence(block.steps(), graph, entry);
      case PARALLEL -> {
        Map<Step, Integer> nodes = new HashMap<>();
        block.steps().forEach(step -> nodes.put(step, step(step, graph, entry)));
        yield after(block.steps(), nodes);
      }
      case GRAPH -> graph(orders.of(block), graph, entry);
    };
  }

  private Entry sequence(List<Step> steps, int graph, Entry entry) {
    Entry last = entry;
    for (Step step : steps) {
      last = after(List.of(step), Map.of(step, step(step, graph, last)));
    }
    return last;
  }

  private Entry graph(GraphOrder order, int graph, Entry entry) {
    Map<Step, Integer> nodes = new HashMap<>();
    for (Step step : order.sorted()) {
      List<Integer> needs =
          order.waitsOf(step).keySet().stream().filter(nodes::containsKey).map(nodes::get).toList();
      Located<JoinRule> rule = step.doc().flow().rule();
      boolean teardown = !step.doc().flow().teardown().isEmpty();
      JoinRule usual = teardown ? JoinRule.ALL_DONE : JoinRule.ALL_SUCCESS;
      JoinRule own = rule == null ? usual : rule.value();
      Entry before = needs.isEmpty() && rule == null ? entry : new Entry(ascending(needs), own);
      nodes.put(step, step(step, graph, before));
    }
    return after(order.ends(), nodes);
  }

  /** For what starts when these have ended, skipped ones included. */
  private Entry after(List<Step> steps, Map<Step, Integer> nodes) {
    boolean skipped = steps.stream().anyMatch(skips::maySkip);
    return new Entry(
        ascending(steps.stream().map(nodes::get).toList()),
        skipped ? JoinRule.NONE_FAILED : JoinRule.ALL_SUCCESS);
  }

  private static List<Integer> ascending(List<Integer> nodes) {
    return List.copyOf(new TreeSet<>(nodes));
  }

  private int add(int graph, Step step, Role role, Entry entry) {
    graphs.get(graph).add(new Slot(step, role, entry.needs(), entry.rule()));
    return graphs.get(graph).size() - 1;
  }
}
