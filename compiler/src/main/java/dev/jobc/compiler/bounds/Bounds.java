package dev.jobc.compiler.bounds;

import dev.jobc.compiler.bounds.Cause.Reason;
import dev.jobc.plan.Plan;
import dev.jobc.plan.RunPolicy;
import java.util.ArrayList;
import java.util.List;

/**
 * What a run of a plan can cost at most.
 *
 * <p>Assumed: a worker is free when a task is ready, but for as long as {@code timeout.queue}
 * allows; pools, concurrency limits and rate limits let it through at once; no worker dies. Given
 * that, no run exceeds the bounds, however its tasks end. They need not be reached: that a
 * condition rules another out is not looked at.
 *
 * @param run the whole run
 * @param nodes costs of the nodes by graph and number
 */
public record Bounds(Cost run, List<List<Cost>> nodes) {
  public Bounds {
    nodes = List.copyOf(nodes);
  }

  public static Bounds of(Plan plan) {
    GraphCosts graphs = new GraphCosts(plan);
    Cost run = run(plan.policy(), graphs.workflow());
    List<List<Cost>> nodes = new ArrayList<>();
    for (int graph = 0; graph < plan.graphs().size(); graph++) {
      nodes.add(graphs.nodes(graph));
    }
    return new Bounds(run, nodes);
  }

  /** Of a node. */
  public Cost node(int graph, int node) {
    return nodes.get(graph).get(node);
  }

  /**
   * {@code checks + retries(steps + longest catch + finally)}, at most the {@code timeout} of the
   * workflow.
   */
  private static Cost run(RunPolicy policy, Cost steps) {
    Bound duration = Backoffs.longest(policy.retry(), steps.duration());
    if (NodeCosts.programs(policy.checks()) > 0) {
      duration = duration.plus(Bound.open(new Cause(Reason.CHECK_WITHOUT_TIMEOUT, "", "")));
    }
    return steps.times(policy.retry().maxAttempts()).lasting(duration.atMost(policy.timeout()));
  }
}
