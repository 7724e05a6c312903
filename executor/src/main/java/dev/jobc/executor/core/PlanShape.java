package dev.jobc.executor.core;

import dev.jobc.plan.Node;
import dev.jobc.plan.Pause;
import dev.jobc.plan.Plan;
import java.util.List;

/** A plan with what the rules need of it in arrays. Immutable; shared by every run of the plan. */
public final class PlanShape {
  private final Plan plan;
  private final List<GraphShape> graphs;
  private final boolean asks;

  public PlanShape(Plan plan) {
    this.plan = plan;
    this.graphs = plan.graphs().stream().map(GraphShape::new).toList();
    asks =
        plan.graphs().stream()
            .flatMap(graph -> graph.nodes().stream())
            .anyMatch(Pause.class::isInstance);
  }

  public Plan plan() {
    return plan;
  }

  /** Whether anybody may ask why a step failed, once it has. */
  public boolean keepsFaults() {
    return false;
  }

  /** Whether anything in it waits for something from outside. */
  public boolean asks() {
    return asks;
  }

  public GraphShape graph(int graph) {
    return graphs.get(graph);
  }

  public GraphShape root() {
    return graphs.get(0);
  }

  public Node node(int graph, int step) {
    GraphShape shape = graphs.get(graph);
    return shape.node(step % shape.size());
  }
}
