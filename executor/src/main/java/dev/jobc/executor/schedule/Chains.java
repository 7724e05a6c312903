package dev.jobc.executor.schedule;

import dev.jobc.executor.EngineException;
import dev.jobc.plan.Plan;
import dev.jobc.plan.Trigger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Workflows whose runs start after the runs of others. */
public final class Chains {
  private Chains() {}

  /** The workflows whose ends a plan waits for, with their namespaces. */
  public static Set<String> followed(Plan plan) {
    return plan.triggers().stream()
        .filter(Trigger.Completion.class::isInstance)
        .map(trigger -> ((Trigger.Completion) trigger).workflow())
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /**
   * Refuses a plan that would start itself again and again, by way of others or at once.
   *
   * @param deployed the workflows that the others follow, by workflow
   * @throws EngineException that names the way
   */
  public static void check(Plan plan, Map<String, ? extends Collection<String>> deployed) {
    String workflow = plan.namespace() + "/" + plan.name();
    List<String> path = new ArrayList<>(List.of(workflow));
    if (leadsBack(workflow, followed(plan), deployed, path, new LinkedHashSet<>())) {
      throw new EngineException(
          EngineException.Kind.INVALID_INPUT,
          "runs of `"
              + workflow
              + "` would start each other without end: `"
              + String.join("` starts after `", path)
              + "`");
    }
  }

  private static boolean leadsBack(
      String workflow,
      Collection<String> followed,
      Map<String, ? extends Collection<String>> deployed,
      List<String> path,
      Set<String> seen) {
    for (String next : followed) {
      path.add(next);
      Collection<String> beyond = deployed.get(next);
      if (next.equals(workflow)
          || (seen.add(next)
              && beyond != null
              && leadsBack(workflow, beyond, deployed, path, seen))) {
        return true;
      }
      path.removeLast();
    }
    return false;
  }
}
