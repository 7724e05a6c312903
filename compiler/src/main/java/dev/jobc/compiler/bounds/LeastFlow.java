package dev.jobc.compiler.bounds;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * The smallest flow through an acyclic graph that passes every node at least as often as it weighs;
 * it may enter and leave anywhere. Its value is the weight of the heaviest set of nodes without a
 * path between any two of them.
 *
 * <p>A first flow gives each node what its predecessors can spare and takes the rest from outside;
 * for what authors write it is often the smallest already. Then detours are taken back as long as
 * the breadth-first search of Edmonds and Karp finds some.
 */
final class LeastFlow {
  private final long[] weights;
  private final List<List<Integer>> next = new ArrayList<>();

  /** A graph without edges. */
  LeastFlow(long[] weights) {
    this.weights = weights.clone();
    for (int node = 0; node < weights.length; node++) {
      next.add(new ArrayList<>());
    }
  }

  /** An edge to a node with a larger number. */
  void edge(int from, int to) {
    next.get(from).add(to);
  }

  /** The flow's value; weights together must be below {@link Long#MAX_VALUE}. */
  long value() {
    Residual residual = new Residual(weights.length);
    long[] arriving = new long[weights.length];
    long value = 0;
    for (int node = 0; node < weights.length; node++) {
      long extra = Math.max(0, weights[node] - arriving[node]);
      long passing = arriving[node] + extra;
      value += extra;
      residual.arc(residual.outside(), residual.in(node), extra);
      residual.arc(residual.in(node), residual.out(node), passing - weights[node]);
      distribute(node, passing, arriving, residual);
    }
    return value - residual.backwards();
  }

  private void distribute(int node, long passing, long[] arriving, Residual residual) {
    List<Integer> followers = next.get(node);
    long left = passing;
    long[] shares = new long[followers.size()];
    for (int i = 0; i < shares.length; i++) {
      int follower = followers.get(i);
      shares[i] = Math.min(left, Math.max(0, weights[follower] - arriving[follower]));
      left -= shares[i];
    }
    if (shares.length > 0) {
      shares[0] += left;
      left = 0;
    }
    residual.arc(residual.out(node), residual.end(), left);
    for (int i = 0; i < shares.length; i++) {
      arriving[followers.get(i)] += shares[i];
      residual.arc(residual.out(node), residual.in(followers.get(i)), shares[i]);
    }
  }

  /** What can still be moved: forwards without limit, backwards what flows and need not. */
  private static final class Residual {
    private static final long UNLIMITED = Long.MAX_VALUE;

    private final int nodes;
    private final List<Integer> targets = new ArrayList<>();
    private final List<long[]> capacities = new ArrayList<>();
    private final List<List<Integer>> arcs = new ArrayList<>();

    Residual(int nodes) {
      this.nodes = nodes;
      for (int vertex = 0; vertex < 2 * nodes + 2; vertex++) {
        arcs.add(new ArrayList<>());
      }
    }

    int in(int node) {
      return 2 * node;
    }

    int out(int node) {
      return 2 * node + 1;
    }

    int outside() {
      return 2 * nodes;
    }

    int end() {
      return 2 * nodes + 1;
    }

    /** Arcs come in pairs: 2k forwards, 2k + 1 backwards. */
    void arc(int from, int to, long spare) {
      half(from, to, UNLIMITED);
      half(to, from, spare);
    }

    private void half(int from, int to, long capacity) {
      arcs.get(from).add(targets.size());
      targets.add(to);
      capacities.add(new long[] {capacity});
    }

    /** The largest flow from the end to the outside. */
    long backwards() {
      long all = 0;
      int[] by = search();
      while (by[outside()] >= 0) {
        all += push(by);
        by = search();
      }
      return all;
    }

    /** The arc by which each vertex is first reached from the end; -1 when it is not. */
    private int[] search() {
      int[] by = new int[arcs.size()];
      Arrays.fill(by, -1);
      by[end()] = Integer.MAX_VALUE;
      Deque<Integer> queue = new ArrayDeque<>(List.of(end()));
      while (!queue.isEmpty() && by[outside()] < 0) {
        for (int arc : arcs.get(queue.remove())) {
          int target = targets.get(arc);
          if (capacities.get(arc)[0] > 0 && by[target] < 0) {
            by[target] = arc;
            queue.add(target);
          }
        }
      }
      return by;
    }

    private long push(int[] by) {
      long amount = UNLIMITED;
      for (int at = outside(); at != end(); at = targets.get(by[at] ^ 1)) {
        amount = Math.min(amount, capacities.get(by[at])[0]);
      }
      for (int at = outside(); at != end(); at = targets.get(by[at] ^ 1)) {
        move(by[at], -amount);
        move(by[at] ^ 1, amount);
      }
      return amount;
    }

    private void move(int arc, long amount) {
      long[] capacity = capacities.get(arc);
      if (capacity[0] != UNLIMITED) {
        capacity[0] += amount;
      }
    }
  }
}
