package dev.jobc.executor.engine;

import dev.jobc.executor.EngineException;
import dev.jobc.executor.work.StartFacts;
import dev.jobc.plan.Control;
import dev.jobc.plan.Flow;
import dev.jobc.plan.Node;
import dev.jobc.plan.Plan;
import dev.jobc.plan.Timeouts;
import java.util.ArrayList;
import java.util.List;

/** What plans can hold and this release cannot run. */
final class Unrunnable {
  private static final int SHOWN = 10;

  private Unrunnable() {}

  /**
   * Refuses a plan that this release would run wrongly.
   *
   * @throws EngineException that names each construct and its place
   */
  static void check(Plan plan) {
    List<String> found = new ArrayList<>();
    found.addAll(UnrunnablePolicies.of(plan));
    for (Plan.Graph graph : plan.graphs()) {
      for (Node node : graph.nodes()) {
        constructs(plan, node).forEach(name -> found.add("`" + name + "` at " + node.source()));
      }
    }
    if (!found.isEmpty()) {
      throw new EngineException(EngineException.Kind.UNSUPPORTED, message(found));
    }
  }

  /**
   * Refuses to start by hand a plan whose steps count on what only a trigger tells.
   *
   * @throws EngineException that names the triggers' place
   */
  static void checkStartByHand(Plan plan) {
    if (StartFacts.areMissed(plan)) {
      String first = plan.triggers().getFirst().source();
      throw new EngineException(
          EngineException.Kind.UNSUPPORTED,
          "the steps of `"
              + plan.name()
              + "` count on a trigger, and a start by hand is none: `triggers` at "
              + first
              + " has no `manual`");
    }
  }

  private static String message(List<String> found) {
    String shown = String.join(", ", found.subList(0, Math.min(SHOWN, found.size())));
    int more = found.size() - SHOWN;
    return "this release cannot run " + shown + (more > 0 ? " and " + more + " more" : "");
  }

  /** The author's words for what the node holds beyond what the engine knows. */
  private static List<String> constructs(Plan plan, Node node) {
    return switch (node) {
      case Node.Task task -> UnrunnablePolicies.of(plan, task);
      case Flow.Block block -> hasForeignLimits(block.timeouts()) ? List.of("timeout") : List.of();
      case Control control -> List.of();
      case Node.ForEach map -> List.of();
      case Node.Join join -> List.of();
      case Node.Outputs outputs -> List.of();
    };
  }

  /** A block waits for no worker, and says nothing. */
  private static boolean hasForeignLimits(Timeouts timeouts) {
    return timeouts.queue() > 0 || timeouts.heartbeat() > 0;
  }
}
