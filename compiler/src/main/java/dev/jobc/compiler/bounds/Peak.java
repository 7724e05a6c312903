package dev.jobc.compiler.bounds;

import dev.jobc.plan.JoinRule;
import dev.jobc.plan.Node;
import java.util.List;

/**
 * How many tasks of a graph can be under way at once: the heaviest set of nodes of which none waits
 * for another, each weighing what it runs at once itself.
 *
 * <p>By Dilworth's theorem with weights that is the smallest flow that passes every node at least
 * as often as it weighs ({@link LeastFlow}). An edge counts only when its node starts surely after
 * everything before the edge has ended. A node that runs after failures may start while something
 * further back is still under way, because its need failed without waiting for all of its own
 * needs.
 */
final class Peak {
  private Peak() {}

  static Bound of(List<Node> nodes, List<Cost> costs) {
    Bound all = Bound.ZERO;
    long[] weights = new long[nodes.size()];
    for (int node = 0; node < weights.length; node++) {
      Bound parallel = costs.get(node).parallel();
      weights[node] = parallel.value();
      all = all.plus(parallel);
    }
    long most = all.value() == Long.MAX_VALUE ? all.value() : flow(nodes, weights);
    return new Bound(most, all.causes());
  }

  private static long flow(List<Node> nodes, long[] weights) {
    LeastFlow flow = new LeastFlow(weights);
    boolean[] solid = new boolean[weights.length];
    for (int i = 0; i < weights.length; i++) {
      Node node = nodes.get(i);
      JoinRule rule = node.head().rule();
      boolean all = true;
      for (int need : node.needs()) {
        all &= solid[need];
        if (waits(rule, node.needs().size()) && (isStrict(rule) || solid[need])) {
          flow.edge(need, i);
        }
      }
      solid[i] = all && endsLast(rule, node.needs().size());
    }
    return flow.value();
  }

  /** Whether it starts only when all its needs have succeeded, which therefore all have run. */
  private static boolean isStrict(JoinRule rule) {
    return rule == JoinRule.ALL_SUCCESS;
  }

  /** Whether it cannot start before every need has ended. */
  private static boolean waits(JoinRule rule, int needs) {
    return switch (rule) {
      case ALWAYS -> false;
      case ONE_SUCCESS, ONE_FAILED, ONE_DONE -> needs == 1;
      case ALL_SUCCESS,
          ALL_DONE,
          ALL_FAILED,
          NONE_FAILED,
          NONE_FAILED_MIN_ONE_SUCCESS,
          NONE_SKIPPED,
          ALL_SKIPPED,
          ALL_DONE_MIN_ONE_SUCCESS ->
          true;
    };
  }

  /** Whether its fate, also that of not running, is decided only when every need has ended. */
  private static boolean endsLast(JoinRule rule, int needs) {
    return switch (rule) {
      case ALWAYS -> needs == 0;
      case ALL_DONE, ALL_DONE_MIN_ONE_SUCCESS -> true;
      case ALL_SUCCESS,
          ALL_FAILED,
          ONE_SUCCESS,
          ONE_FAILED,
          ONE_DONE,
          NONE_FAILED,
          NONE_FAILED_MIN_ONE_SUCCESS,
          NONE_SKIPPED,
          ALL_SKIPPED ->
          needs <= 1;
    };
  }
}
