package dev.jobc.compiler.bounds;

import dev.jobc.plan.Flow;
import dev.jobc.plan.Node;
import dev.jobc.plan.Plan;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Which step a bound owes most to. */
public final class Heaviest {
  private Heaviest() {}

  /** A step and what it contributes. */
  public record Share(String step, Bound bound) {}

  /** The longest step of the critical path; in a block, the longest one there. */
  public static Optional<Share> inTime(Cost cost) {
    Leg heaviest = null;
    List<Leg> legs = cost.path();
    while (!legs.isEmpty()) {
      Leg longest = legs.getFirst();
      for (Leg leg : legs) {
        longest = Leg.isLonger(leg.duration(), longest.duration()) ? leg : longest;
      }
      boolean isMore = heaviest == null || !Leg.isLonger(heaviest.duration(), longest.duration());
      if (!isMore) {
        break;
      }
      heaviest = longest;
      legs = longest.inside();
    }
    return Optional.ofNullable(heaviest).map(leg -> new Share(leg.id(), leg.duration()));
  }

  /** The step that makes most tasks. */
  public static Optional<Share> inTasks(Plan plan, Bounds bounds) {
    return most(plan, bounds, 0, Cost::tasks);
  }

  /** The step that runs most tasks at once. */
  public static Optional<Share> inParallel(Plan plan, Bounds bounds) {
    return most(plan, bounds, 0, Cost::parallel);
  }

  private static Optional<Share> most(
      Plan plan, Bounds bounds, int graph, Function<Cost, Bound> part) {
    List<Node> nodes = plan.graphs().get(graph).nodes();
    int best = -1;
    for (int node = 0; node < nodes.size(); node++) {
      Bound bound = part.apply(bounds.node(graph, node));
      boolean isMore = best < 0 || Leg.isLonger(bound, part.apply(bounds.node(graph, best)));
      best = isMore ? node : best;
    }
    if (best < 0) {
      return Optional.empty();
    }
    if (nodes.get(best) instanceof Flow.Block block) {
      Optional<Share> inside = most(plan, bounds, block.body(), part);
      if (inside.isPresent()) {
        return inside;
      }
    }
    return Optional.of(new Share(nodes.get(best).id(), part.apply(bounds.node(graph, best))));
  }
}
