package dev.jobc.executor.engine;

import dev.jobc.executor.EngineException;
import dev.jobc.executor.work.StartFacts;
import dev.jobc.plan.Control;
import dev.jobc.plan.Fan;
import dev.jobc.plan.Flow;
import dev.jobc.plan.Node;
import dev.jobc.plan.Pause;
import dev.jobc.plan.Plan;
import dev.jobc.plan.Repeat;
import dev.jobc.plan.SubWorkflow;
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
    List<String> found = new ArrayList<>();
    switch (node) {
      case Node.ForEach map -> {}
      case Pause pause -> {}
      case SubWorkflow call -> {}
      case Flow.Block block -> add(found, hasForeignLimits(block.timeouts()), "timeout");
      case Flow.Switch choice -> {}
      case Flow.Fail fail -> {}
      case Flow.Return end -> {}
      case Repeat repeat -> {}
      case Fan.Race race -> {}
      case Control control -> found.add(construct(control));
      case Node.Task task -> found.addAll(UnrunnablePolicies.of(plan, task));
      case Node.Join join -> {}
      case Node.Outputs outputs -> {}
    }
    return found;
  }

  /** A block waits for no worker, and says nothing. */
  private static boolean hasForeignLimits(Timeouts timeouts) {
    return timeouts.queue() > 0 || timeouts.heartbeat() > 0;
  }

  private static String construct(Control control) {
    return switch (control) {
      case Flow.Block block -> "a block";
      case Flow.Switch choice -> "switch";
      case Flow.Fail fail -> "fail";
      case Flow.Return end -> "return";
      case Repeat.Loop loop -> "loop";
      case Repeat.Poll poll -> "poll";
      case Fan.Race race -> "race";
      case Fan.MapReduce mapReduce -> "mapReduce";
      case Fan.Spawn spawn -> "spawn";
      case Pause pause -> throw new IllegalStateException("it can be run: " + pause);
      case SubWorkflow call -> throw new IllegalStateException("it can be run: " + call);
    };
  }

  private static void add(List<String> found, boolean present, String construct) {
    if (present) {
      found.add(construct);
    }
  }
}
