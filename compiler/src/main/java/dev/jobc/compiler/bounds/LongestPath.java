package dev.jobc.compiler.bounds;

import dev.jobc.plan.Node;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The critical path of a graph: {@code end(n) = duration(n) + max(end(m) for m in needs(n))}, and
 * the largest end. A join rule that doesn't wait for all needs can only end earlier.
 */
record LongestPath(Bound duration, List<Leg> legs) {

  static LongestPath of(int graph, List<Node> nodes, List<Cost> costs) {
    int[] before = new int[nodes.size()];
    List<Bound> ends = new ArrayList<>();
    int last = -1;
    Bound longest = Bound.ZERO;
    for (int node = 0; node < before.length; node++) {
      before[node] = latest(nodes.get(node).needs(), ends);
      Bound start = before[node] < 0 ? Bound.ZERO : ends.get(before[node]);
      Bound end = start.plus(costs.get(node).duration());
      ends.add(end);
      last = last < 0 || Leg.isLonger(end, ends.get(last)) ? node : last;
      longest = longest.max(end);
    }
    Deque<Leg> legs = new ArrayDeque<>();
    for (int node = last; node >= 0; node = before[node]) {
      Cost cost = costs.get(node);
      if (cost.duration().isOpen() || cost.duration().value() > 0) {
        Node at = nodes.get(node);
        legs.addFirst(new Leg(graph, node, at.id(), at.source(), cost.duration(), cost.path()));
      }
    }
    return new LongestPath(longest, List.copyOf(legs));
  }

  private static int latest(List<Integer> needs, List<Bound> ends) {
    int latest = -1;
    for (int need : needs) {
      if (latest < 0 || Leg.isLonger(ends.get(need), ends.get(latest))) {
        latest = need;
      }
    }
    return latest;
  }
}
