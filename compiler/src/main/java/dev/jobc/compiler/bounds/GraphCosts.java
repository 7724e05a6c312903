package dev.jobc.compiler.bounds;

import dev.jobc.plan.Node;
import dev.jobc.plan.Plan;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The costs of the graphs of a plan, each computed once. */
final class GraphCosts {
  private final Plan plan;
  private final NodeCosts nodes;
  private final @Nullable Cost[] done;
  private final List<List<Cost>> perNode;

  GraphCosts(Plan plan) {
    this.plan = plan;
    this.nodes = new NodeCosts(plan, this);
    this.done = new Cost[plan.graphs().size()];
    this.perNode = new ArrayList<>(Collections.nCopies(done.length, List.of()));
  }

  Plan plan() {
    return plan;
  }

  /** Of one instance of a graph. */
  Cost of(int graph) {
    Cost known = done[graph];
    if (known == null) {
      known = compute(graph);
      done[graph] = known;
    }
    return known;
  }

  /** Of the steps of the workflow and what follows them. */
  Cost workflow() {
    return of(0).then(new FlowCosts(this).handlers(plan.handlers()));
  }

  /** Of the nodes of a graph, by their numbers. */
  List<Cost> nodes(int graph) {
    of(graph);
    return perNode.get(graph);
  }

  private Cost compute(int graph) {
    List<Node> all = plan.graphs().get(graph).nodes();
    List<Cost> costs = all.stream().map(nodes::of).toList();
    perNode.set(graph, costs);
    Bound tasks = Bound.ZERO;
    Bound attempts = Bound.ZERO;
    for (Cost cost : costs) {
      tasks = tasks.plus(cost.tasks());
      attempts = attempts.plus(cost.attempts());
    }
    LongestPath longest = LongestPath.of(graph, all, costs);
    return new Cost(longest.duration(), tasks, attempts, Peak.of(all, costs), longest.legs());
  }
}
