package dev.jobc.executor.core;

import dev.jobc.plan.Control;
import dev.jobc.plan.Node;
import dev.jobc.plan.Plan;
import dev.jobc.plan.ResultFrom;
import java.util.ArrayList;
import java.util.List;

/**
 * A graph's edges as arrays, made once a plan. For graphs of at most 64 nodes also as masks, so
 * that a whole batch of finished steps is judged with a few bit operations.
 */
public final class GraphShape {
  private final List<Node> nodes;
  private final int[][] needs;
  private final int[][] dependents;
  private final int[] roots;
  private final long[] needMasks;
  private final boolean plain;
  private final boolean outputs;

  GraphShape(Plan.Graph graph) {
    nodes = graph.nodes();
    needs = new int[nodes.size()][];
    for (int node = 0; node < needs.length; node++) {
      needs[node] = ints(nodes.get(node).needs());
    }
    dependents = dependents(needs);
    roots = roots(needs);
    plain = nodes.stream().allMatch(GraphShape::isPlain);
    outputs = !nodes.isEmpty() && nodes.getLast() instanceof Node.Outputs;
    needMasks = needs.length <= Masks.BITS ? needMasks(needs) : new long[0];
  }

  public int size() {
    return needs.length;
  }

  public Node node(int node) {
    return nodes.get(node);
  }

  int[] needs(int node) {
    return needs[node];
  }

  int[] dependents(int node) {
    return dependents[node];
  }

  /** Nodes that need nothing. */
  int[] roots() {
    return roots;
  }

  /**
   * Whether its steps fit the masks of the run row, and while all goes well each of them starts
   * when its needs have succeeded and ends by work.
   */
  public boolean isFast() {
    return needs.length > 0 && needs.length <= Masks.BITS && plain;
  }

  private static boolean isPlain(Node node) {
    return switch (node) {
      case Node.Task t -> isPatient(t);
      case Node.ForEach f -> isPatient(f);
      case Node.Outputs o -> true;
      case Node.Join j -> false;
      case Control c -> false;
    };
  }

  private static boolean isPatient(Node node) {
    return JoinRules.isPatient(node.head().rule());
  }

  /** Whether its last node evaluates the outputs of the workflow. */
  public boolean hasOutputs() {
    return outputs;
  }

  /** Whether a node clears up after others, so that its failure decides nothing. */
  boolean isTeardown(int node) {
    return !nodes.get(node).head().teardown().isEmpty();
  }

  /** Whether the failure of a node makes the graph fail. */
  boolean counts(int node, ResultFrom from) {
    return !isTeardown(node) && (from == ResultFrom.ALL || isLeaf(node));
  }

  /** Whether no other step but a teardown waits for it. */
  private boolean isLeaf(int node) {
    for (int next : dependents[node]) {
      if (!isTeardown(next) && !(nodes.get(next) instanceof Node.Outputs)) {
        return false;
      }
    }
    return true;
  }

  /** The bits of all nodes; only for {@link #isFast} graphs. */
  public long all() {
    return needs.length == Masks.BITS ? -1L : (1L << needs.length) - 1;
  }

  /**
   * The nodes that a batch of successes has released: their needs are complete now and were not
   * before.
   *
   * @param done every ended step, this batch included; all of them succeeded
   * @param mine the steps of this batch
   */
  public List<Integer> released(long done, long mine) {
    List<Integer> released = new ArrayList<>(2);
    for (long rest = mine; rest != 0; rest &= rest - 1) {
      for (int next : dependents[Long.numberOfTrailingZeros(rest)]) {
        boolean complete = (needMasks[next] & ~done) == 0;
        if (complete && (done & (1L << next)) == 0 && !released.contains(next)) {
          released.add(next);
        }
      }
    }
    return released;
  }

  private static long[] needMasks(int[][] needs) {
    long[] masks = new long[needs.length];
    for (int node = 0; node < needs.length; node++) {
      for (int need : needs[node]) {
        masks[node] |= 1L << need;
      }
    }
    return masks;
  }

  private static int[][] dependents(int[][] needs) {
    List<List<Integer>> dependents = new ArrayList<>();
    for (int node = 0; node < needs.length; node++) {
      dependents.add(new ArrayList<>());
      for (int need : needs[node]) {
        dependents.get(need).add(node);
      }
    }
    return dependents.stream().map(GraphShape::ints).toArray(int[][]::new);
  }

  private static int[] roots(int[][] needs) {
    List<Integer> roots = new ArrayList<>();
    for (int node = 0; node < needs.length; node++) {
      if (needs[node].length == 0) {
        roots.add(node);
      }
    }
    return ints(roots);
  }

  private static int[] ints(List<Integer> values) {
    return values.stream().mapToInt(Integer::intValue).toArray();
  }
}
