package dev.jobc.executor.work;

import dev.jobc.executor.core.PlanShape;
import dev.jobc.plan.Node;
import dev.jobc.reference.Owners;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a worker wants to know of a plan again and again, worked out once. Immutable. */
final class PlanLookup {
  private final PlanShape shape;

  /** By identity: the hash of a node is that of all it holds, and this is asked for every task. */
  private final Map<Node, References> references = new IdentityHashMap<>();

  private final Map<Integer, Place> owners = new HashMap<>();
  private final Set<Place> read = new HashSet<>();

  /** A node of a plan. */
  record Place(int graph, int node) {}

  PlanLookup(PlanShape shape) {
    this.shape = shape;
    for (int graph = 0; graph < shape.graphs(); graph++) {
      for (int node = 0; node < shape.graph(graph).size(); node++) {
        add(graph, node, shape.node(graph, node));
      }
    }
  }

  private void add(int graph, int number, Node node) {
    References refs = References.of(shape.plan(), node);
    references.put(node, refs);
    refs.outputs().forEach(step -> read.add(new Place(step.graph(), step.node())));
    for (int body : Owners.bodies(node)) {
      owners.put(body, new Place(graph, number));
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

  /** The node that runs a graph; null for graph 0 and the handlers of the workflow. */
  @Nullable Place owner(int graph) {
    return owners.get(graph);
  }

  /** Whether any expression reads the outputs of this node, one at a time. */
  boolean isRead(int graph, int node) {
    return read.contains(new Place(graph, node));
  }
}
