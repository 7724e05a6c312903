package dev.jobc.executor.work;

import dev.jobc.executor.testing.Plans;
import dev.jobc.plan.JoinRule;
import dev.jobc.plan.Plan;
import java.util.ArrayList;
import java.util.List;

/**
 * A graph of four tasks {@code n0} to {@code n3}, by numbers.
 *
 * @param shape bits of the edges 0-1, 0-2, 1-2, 0-3, 1-3, 2-3
 * @param rules a digit for each of the nodes 1 to 3, see {@link JoinRule}
 */
record SmallGraph(int shape, int rules) {
  static final int NODES = 4;
  static final int SHAPES = 1 << (NODES * (NODES - 1) / 2);
  private static final int RULES = JoinRule.values().length;
  static final int RULE_SETS = RULES * RULES * RULES;

  /** Every graph once, however its nodes are numbered. */
  static List<SmallGraph> all() {
    List<SmallGraph> all = new ArrayList<>();
    for (int shape = 0; shape < SHAPES; shape++) {
      for (int rules = 0; isCanonical(shape) && rules < RULE_SETS; rules++) {
        SmallGraph graph = new SmallGraph(shape, rules);
        if (graph.isDistinct()) {
          all.add(graph);
        }
      }
    }
    return all;
  }

  Plan plan() {
    Plans plans = Plans.named("small");
    for (int node = 0; node < NODES; node++) {
      plans.rule(JoinRule.values()[node == 0 ? 0 : rule(node)]);
      plans.task(0, "n" + node, "t" + node, needs(shape, node));
    }
    return plans.plan();
  }

  /** The rule of a step that waits for nothing makes no difference. */
  private boolean isDistinct() {
    for (int node = 1; node < NODES; node++) {
      if (needs(shape, node).isEmpty() && rule(node) != 0) {
        return false;
      }
    }
    return true;
  }

  private int rule(int node) {
    return (int) (rules / Math.pow(RULES, node - 1.0)) % RULES;
  }

  /** Whether it is the smallest of those that differ in how the nodes are numbered. */
  static boolean isCanonical(int shape) {
    for (int number = 0; number < 24; number++) {
      int other = renumbered(shape, permutation(number));
      if (other >= 0 && other < shape) {
        return false;
      }
    }
    return true;
  }

  /** -1 when an edge would lead back. */
  private static int renumbered(int shape, List<Integer> numbers) {
    int other = 0;
    for (int node = 0; node < NODES; node++) {
      for (int need : needs(shape, node)) {
        int from = numbers.get(need);
        int to = numbers.get(node);
        if (from > to) {
          return -1;
        }
        other |= 1 << edge(from, to);
      }
    }
    return other;
  }

  private static int edge(int from, int to) {
    return to * (to - 1) / 2 + from;
  }

  private static List<Integer> needs(int shape, int node) {
    List<Integer> needs = new ArrayList<>();
    for (int before = 0; before < node; before++) {
      if ((shape >> edge(before, node) & 1) != 0) {
        needs.add(before);
      }
    }
    return needs;
  }

  static List<Integer> permutation(int number) {
    List<Integer> left = new ArrayList<>(List.of(0, 1, 2, 3));
    List<Integer> order = new ArrayList<>();
    int rest = number;
    for (int size = NODES; size > 0; size--) {
      order.add(left.remove(rest % size));
      rest /= size;
    }
    return order;
  }
}
