package dev.jobc.compiler.resolve;

import dev.jobc.plan.JoinRule;
import java.util.List;
import java.util.Map;

/**
 * Which nodes a plan will have, and which of them stands for each step.
 *
 * @param graphs the nodes of each graph in topological order; graph 0 is the workflow
 * @param outside the node that stands for a step among its siblings: of a map, the map itself
 * @param inside the node that does a step's work: of a map, the node of its body
 * @param bodies the graph of each block that has one of its own
 */
public record Layout(
    List<List<Slot>> graphs,
    Map<Step, Coordinates> outside,
    Map<Step, Coordinates> inside,
    Map<Block, Integer> bodies) {

  /** A node-to-be of a step. */
  public record Slot(Step step, Role role, List<Integer> needs, JoinRule rule) {}

  /** What a node is to its step. */
  public enum Role {
    /** Does what the step says. */
    WORK,
    /** Repeats it; the step's {@link Layout#inside} is in the graph it repeats. */
    FOR_EACH,
    /** Ends a block whose steps are in the same graph. */
    JOIN
  }

  public record Coordinates(int graph, int node) {}

  public Coordinates inside(Step step) {
    return node(inside, step);
  }

  public Coordinates outside(Step step) {
    return node(outside, step);
  }

  private static Coordinates node(Map<Step, Coordinates> nodes, Step step) {
    Coordinates found = nodes.get(step);
    if (found == null) {
      throw new IllegalStateException("no node stands for " + step);
    }
    return found;
  }

  /** The graph of a block that has one of its own. */
  public int body(Block block) {
    Integer graph = bodies.get(block);
    if (graph == null) {
      throw new IllegalStateException("the block is part of the graph around it");
    }
    return graph;
  }
}
