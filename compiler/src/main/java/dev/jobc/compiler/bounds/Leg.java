package dev.jobc.compiler.bounds;

import java.util.List;

/**
 * A step of the critical path.
 *
 * @param graph of its node
 * @param node its number in the graph
 * @param duration milliseconds, with all its retries, turns and items
 * @param inside the critical path of one turn of its body; empty for a task
 */
public record Leg(int graph, int node, String id, String source, Bound duration, List<Leg> inside) {
  public Leg {
    inside = List.copyOf(inside);
  }

  /** What has no end is longer than what has one. */
  static boolean isLonger(Bound a, Bound b) {
    return a.isOpen() == b.isOpen() ? a.value() > b.value() : a.isOpen();
  }
}
