package dev.jobc.executor.work;

import dev.jobc.executor.core.PlanShape;
import dev.jobc.plan.Node;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What a worker wants to know of a plan again and again, worked out once. Immutable. */
final class PlanLookup {
  private final PlanShape shape;
  private final Map<Node, References> references = new HashMap<>();
  private final Map<Integer, Place> mapOf = new HashMap<>();
  private final Set<Place> read = new HashSet<>();

  /** A node of a plan. */
  record Place(int graph, int node) {}

  PlanLookup(PlanShape shape) {
    this.shape = shape;
    for (int graph = 0; graph < shape.plan().graphs().size(); graph++) {
      for (int node = 0; node < shape.graph(graph).size(); node++) {
        add(graph, node, shape.node(graph, node));
      }
    }
  }

  private void add(int graph, int number, Node node) {
    References refs = References.of(shape.plan(), node);
    references.put(node, refs);
    refs.outputs().forEach(step -> read.add(new Place(step.graph(), step.node())));
    if (node instanceof Node.ForEach map) {
      mapOf.put(map.body(), new Place(graph, number));
    }
  }

  PlanShape shape() {
    return shape;
  }

  References references(Node node) {
    References found = references.get(node);
    if (found == null) {
      throw new IllegalStateException("no node of this plan: " + node.id());
    }
    return found;
  }

  /** The map whose body a graph is. */
  Place mapOf(int body) {
    Place place = mapOf.get(body);
    if (place == null) {
      throw new IllegalStateException("graph " + body + " is no map's body");
    }
    return place;
  }

  /** Whether any expression reads the outputs of this node, one at a time. */
  boolean isRead(int graph, int node) {
    return read.contains(new Place(graph, node));
  }
}
