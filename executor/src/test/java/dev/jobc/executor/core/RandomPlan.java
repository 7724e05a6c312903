package dev.jobc.executor.core;

import dev.jobc.executor.testing.Plans;
import dev.jobc.expr.PlanExpr;
import dev.jobc.json.Json;
import dev.jobc.plan.JoinRule;
import dev.jobc.plan.Plan;
import dev.jobc.plan.RetryPolicy;
import dev.jobc.plan.Timeouts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Plans that nobody would write, from a seed: any edges, joins anywhere, maps in maps. */
final class RandomPlan {
  private final Random random;
  private final Plans plans = Plans.named("random");

  private RandomPlan(long seed) {
    random = new Random(seed);
  }

  static Plan of(long seed) {
    RandomPlan plan = new RandomPlan(seed);
    plan.fill(0, 2);
    return plan.plans.plan();
  }

  private void fill(int graph, int depth) {
    int nodes = 1 + random.nextInt(graph == 0 && random.nextInt(10) == 0 ? 150 : 9);
    for (int node = 0; node < nodes; node++) {
      String id = "g" + graph + "n" + node;
      // A rule that comes to the same in whatever order its needs end.
      plans.rule(JoinRule.NONE_FAILED);
      List<Integer> needs = needs(node);
      int kind = random.nextInt(10);
      if (kind < 2 && node > 0) {
        plans.join(graph, id, needs);
      } else if (kind == 2 && depth > 0 && nodes < 10) {
        int body = plans.graph();
        PlanExpr items = new PlanExpr.Const(Json.of(random.nextInt(8)));
        plans.map(graph, id, needs, items, body, 1 + random.nextInt(4));
        fill(body, depth - 1);
      } else {
        plans.task(graph, id, Plans.spec("t"), Map.of(), needs, retry(), Timeouts.NONE);
      }
    }
  }

  private RetryPolicy retry() {
    return new RetryPolicy(
        1 + random.nextInt(3),
        RetryPolicy.Backoff.CONSTANT,
        random.nextInt(2),
        1,
        1,
        RetryPolicy.Jitter.NONE,
        0,
        List.of(),
        List.of());
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
