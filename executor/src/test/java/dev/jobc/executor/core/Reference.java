package dev.jobc.executor.core;

import dev.jobc.expr.PlanExpr;
import dev.jobc.json.Json;
import dev.jobc.plan.Control;
import dev.jobc.plan.Node;
import dev.jobc.plan.Plan;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a plan comes to, worked out the plain way from the language's words: node after node, item
 * after item, no queue and no state. A path names an instance: {@code /3/item 2/0}.
 */
final class Reference {
  private final Plan plan;
  private final Oracle oracle;
  private final Map<String, Ending> endings = new HashMap<>();

  /** How a task ends, by its path. */
  interface Oracle {
    Ending ending(String path, Node.Task task);
  }

  private Reference(Plan plan, Oracle oracle) {
    this.plan = plan;
    this.oracle = oracle;
  }

  /** The endings of everything that runs when items after a failed one are run too. */
  static Map<String, Ending> endings(Plan plan, Oracle oracle) {
    Reference reference = new Reference(plan, oracle);
    reference.graph(0, "");
    return reference.endings;
  }

  /** Runs one instance of a graph; whether anything in it failed. */
  private boolean graph(int graph, String path) {
    List<Node> nodes = plan.graphs().get(graph).nodes();
    boolean failed = false;
    for (int number = 0; number < nodes.size(); number++) {
      Node node = nodes.get(number);
      String own = path + "/" + number;
      boolean blocked =
          node.needs().stream().anyMatch(need -> isBad(endings.get(path + "/" + need)));
      Ending ending = blocked ? Ending.PRECLUDED : run(node, own);
      endings.put(own, ending);
      failed |= isBad(ending);
    }
    return failed;
  }

  private static boolean isBad(Ending ending) {
    return ending == Ending.FAILED || ending == Ending.PRECLUDED;
  }

  private Ending run(Node node, String path) {
    return switch (node) {
      case Node.Task task -> oracle.ending(path, task);
      case Node.Join join -> Ending.SUCCEEDED;
      case Node.Outputs outputs -> Ending.SUCCEEDED;
      case Control control -> throw new AssertionError("the engine runs none");
      case Node.ForEach map -> {
        boolean failed = false;
        for (int item = 0; item < items(map); item++) {
          failed |= graph(map.body(), path + "/item " + item);
        }
        yield failed ? Ending.FAILED : Ending.SUCCEEDED;
      }
    };
  }

  /** Test plans carry the number of items as a constant. */
  static int items(Node.ForEach map) {
    return (int) ((Json.Int) ((PlanExpr.Const) map.items()).value()).value();
  }
}
