package dev.jobc.compiler.planview;

import dev.jobc.plan.Node;
import dev.jobc.plan.Plan;
import java.util.ArrayList;
import java.util.List;

/**
 * The nodes of a plan in the order in which one would read them, each with a path that doesn't
 * change when others are added beside it: {@code publish/catch Timeout/tell}.
 */
public final class PlanSteps {
  private final Plan plan;
  private final List<Entry> entries = new ArrayList<>();
  private final String[][] paths;

  /**
   * A node.
   *
   * @param path its id, after the path of the node it belongs to and the name of the part
   * @param part the part of that node it is in, empty for the only one
   * @param depth how many nodes it is inside of
   */
  public record Entry(String path, String part, int depth, int graph, int number, Node node) {}

  private PlanSteps(Plan plan) {
    this.plan = plan;
    this.paths = new String[plan.graphs().size()][];
    for (int graph = 0; graph < paths.length; graph++) {
      paths[graph] = new String[plan.graphs().get(graph).nodes().size()];
    }
    visit(0, "", "", 0);
    for (Part part : Part.of(plan.handlers())) {
      visit(part.graph(), part.name() + "/", part.name(), 1);
    }
    for (Part part : Part.called(plan)) {
      visit(part.graph(), part.name() + "/", part.name(), 1);
    }
  }

  public static PlanSteps of(Plan plan) {
    return new PlanSteps(plan);
  }

  /** All nodes, those of a graph before those of the next one. */
  public List<Entry> all() {
    return List.copyOf(entries);
  }

  /** The path of a node; empty when there is no such node. */
  public String path(long graph, long node) {
    boolean there = graph >= 0 && graph < paths.length && node >= 0;
    return there && node < paths[(int) graph].length ? paths[(int) graph][(int) node] : "";
  }

  private void visit(int graph, String prefix, String name, int depth) {
    List<Node> nodes = plan.graphs().get(graph).nodes();
    for (int number = 0; number < nodes.size(); number++) {
      Node node = nodes.get(number);
      String path = prefix + node.id();
      paths[graph][number] = path;
      entries.add(new Entry(path, name, depth, graph, number, node));
      for (Part part : Part.of(node)) {
        String inside = part.name().isEmpty() ? "/" : "/" + part.name() + "/";
        visit(part.graph(), path + inside, part.name(), depth + 1);
      }
    }
  }
}
