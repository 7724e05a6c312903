package dev.jobc.compiler.bounds;

import dev.jobc.plan.Handlers;
import dev.jobc.plan.Head;
import dev.jobc.plan.JoinRule;
import dev.jobc.plan.Node;
import dev.jobc.plan.Plan;
import dev.jobc.plan.RetryPolicy;
import dev.jobc.plan.Timeouts;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Plans from a seed: any edges and rules, composites in composites, everything with a limit. */
final class RandomPlans {
  private static final List<JoinRule> RULES =
      List.of(
          JoinRule.ALL_DONE,
          JoinRule.ONE_SUCCESS,
          JoinRule.ONE_DONE,
          JoinRule.NONE_FAILED,
          JoinRule.ALWAYS);

  private final Random random;
  private final PlanBuilder plan = new PlanBuilder();

  private RandomPlans(long seed) {
    random = new Random(seed);
  }

  static Plan of(long seed) {
    RandomPlans plans = new RandomPlans(seed);
    plans.fill(0, 3);
    return plans.plan.plan();
  }

  private void fill(int graph, int depth) {
    int nodes = 1 + random.nextInt(5);
    for (int i = 0; i < nodes; i++) {
      Head head = plan.head(graph, rule(), null, needs(i));
      plan.node(graph, depth == 0 ? task(head) : node(head, depth - 1));
    }
  }

  private Node node(Head head, int depth) {
    return switch (random.nextInt(9)) {
      case 0 -> PlanBuilder.forEach(head, body(depth), 1 + random.nextInt(3), random.nextInt(5));
      case 1 -> PlanBuilder.loop(head, body(depth), 1 + random.nextInt(3), random.nextInt(4));
      case 2 -> PlanBuilder.race(head, body(depth), body(depth));
      case 3 -> PlanBuilder.choice(head, body(depth), body(depth));
      case 4 -> block(head, depth);
      case 5 -> new Node.Join(head);
      default -> task(head);
    };
  }

  private Node block(Head head, int depth) {
    Handlers handlers =
        new Handlers(List.of(new Handlers.Catch(List.of(), body(depth))), body(depth));
    int body = body(depth);
    return PlanBuilder.block(head, body, handlers, retry(), Timeouts.NONE, false);
  }

  private Node task(Head head) {
    return PlanBuilder.task(head, retry(), new Timeouts(1 + random.nextInt(10)));
  }

  private RetryPolicy retry() {
    return new RetryPolicy(
        1 + random.nextInt(3),
        RetryPolicy.Backoff.values()[random.nextInt(3)],
        random.nextInt(5),
        1.5,
        random.nextInt(8),
        RetryPolicy.Jitter.values()[random.nextInt(3)],
        random.nextInt(3) == 0 ? 1 + random.nextInt(20) : 0,
        List.of(),
        List.of());
  }

  private JoinRule rule() {
    return random.nextInt(3) == 0 ? RULES.get(random.nextInt(RULES.size())) : JoinRule.ALL_SUCCESS;
  }

  private int body(int depth) {
    int graph = plan.graph();
    fill(graph, depth);
    return graph;
  }

  private List<Integer> needs(int node) {
    List<Integer> needs = new ArrayList<>();
    for (int before = 0; before < node; before++) {
      if (random.nextInt(node) < 2) {
        needs.add(before);
      }
    }
    return needs;
  }
}
