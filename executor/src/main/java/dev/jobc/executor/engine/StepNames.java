package dev.jobc.executor.engine;

import dev.jobc.executor.EngineException;
import dev.jobc.plan.Node;
import dev.jobc.plan.Plan;
import dev.jobc.reference.Owners;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Steps by the ids that people name. */
final class StepNames {
  private StepNames() {}

  /**
   * The nodes of the workflow itself with these ids.
   *
   * @throws EngineException when there is none, or when it is inside another step, which is named
   */
  static Set<Integer> inWorkflow(Plan plan, Collection<String> ids) {
    List<Node> nodes = plan.graphs().getFirst().nodes();
    Set<Integer> found = new HashSet<>();
    for (String id : ids) {
      int before = found.size();
      for (int node = 0; node < nodes.size(); node++) {
        if (nodes.get(node).id().equals(id) && !(nodes.get(node) instanceof Node.Outputs)) {
          found.add(node);
        }
      }
      if (found.size() == before) {
        throw missing(plan, nodes, id);
      }
    }
    return found;
  }

  private static EngineException missing(Plan plan, List<Node> nodes, String id) {
    for (Node node : nodes) {
      if (holds(plan, node, id)) {
        return new EngineException(
            EngineException.Kind.INVALID_INPUT,
            "step `%s` runs inside `%s`; name that one".formatted(id, node.id()));
      }
    }
    return new EngineException(
        EngineException.Kind.NOT_FOUND, "no step `%s` in workflow `%s`".formatted(id, plan.name()));
  }

  private static boolean holds(Plan plan, Node node, String id) {
    return Owners.bodies(node).stream()
        .flatMap(graph -> plan.graphs().get(graph).nodes().stream())
        .anyMatch(inner -> inner.id().equals(id) || holds(plan, inner, id));
  }

  /** The id in {@code id[2][0]}. */
  static String id(String step) {
    int bracket = step.indexOf('[');
    return bracket < 0 ? step : step.substring(0, bracket);
  }

  /** The numbers in {@code id[2][0]}. */
  static List<Integer> items(String step) {
    String numbers = step.substring(id(step).length());
    if (!numbers.matches("(\\[\\d{1,9}])*")) {
      throw new EngineException(
          EngineException.Kind.INVALID_INPUT, "`" + step + "` is no step; write id or id[2]");
    }
    return Pattern.compile("\\d+")
        .matcher(numbers)
        .results()
        .map(number -> Integer.valueOf(number.group()))
        .toList();
  }
}
