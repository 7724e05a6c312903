package dev.jobc.executor.core;

import dev.jobc.executor.core.RunImage.SegmentKey;
import dev.jobc.executor.core.ScopeImage.Progress;
import dev.jobc.plan.Node;
import dev.jobc.plan.RunPolicy;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What is left to do of a map whose run is taken up. What it ran over is known and stays as it is.
 * Within each item the same steps are kept as would be of a workflow; an item all of whose steps
 * are kept is over as soon as its turn comes.
 *
 * @param scope of its items, none of which has begun
 * @param masks how the kept steps have ended, 64 at a time
 * @param kept those steps
 */
public record MapRest(ScopeImage scope, Map<Integer, Masks> masks, BitSet kept) {

  /** Whether maps of a plan go on at all: when nothing is looked at before a run begins. */
  public static boolean mayGoOn(PlanShape plan) {
    RunPolicy policy = plan.plan().policy();
    return policy.checks().isEmpty() && policy.concurrency() == null && policy.rateLimit() == null;
  }

  /**
   * Whether a map of the workflow goes on when it is not kept: all that it needs is.
   *
   * @param kept nodes of the workflow, see {@link Resumption}
   * @param again nodes that were named to run again
   */
  public static boolean goesOn(GraphShape graph, int node, BitSet kept, Collection<Integer> again) {
    return graph.node(node) instanceof Node.ForEach
        && !kept.get(node)
        && !again.contains(node)
        && graph.node(node).needs().stream().allMatch(kept::get);
  }

  /**
   * What is left of a scope.
   *
   * @param masks how its steps have ended, 64 at a time
   */
  public static MapRest of(PlanShape plan, ScopeImage scope, IntFunction<Masks> masks) {
    GraphShape graph = plan.graph(scope.graph());
    BitSet kept = new BitSet();
    Map<Integer, Masks> left = new HashMap<>();
    for (int item = 0; item < scope.size(); item++) {
      int base = item * graph.size();
      BitSet own = Resumption.kept(graph, node -> ending(masks, base + node), Set.of());
      own.stream()
          .map(node -> base + node)
          .forEach(
              step -> {
                kept.set(step);
                Ending ending = masks.apply(step / Masks.BITS).ending(step);
                left.merge(
                    step / Masks.BITS,
                    Masks.NONE.with(step, ending),
                    (before, more) -> before.with(step, ending));
              });
    }
    return new MapRest(scope.with(Progress.NONE.with(Progress.TAKEN_UP)), left, kept);
  }

  private static @Nullable Ending ending(IntFunction<Masks> masks, int step) {
    Masks of = masks.apply(step / Masks.BITS);
    return of.ended(step) ? of.ending(step) : null;
  }

  /** A run that takes up another one, with these of its maps. */
  public static RunImage image(RunImage fresh, List<MapRest> maps) {
    Map<Integer, ScopeImage> scopes = new HashMap<>(fresh.scopes());
    Map<SegmentKey, Masks> segments = new HashMap<>(fresh.segments());
    for (MapRest map : maps) {
      scopes.put(map.scope().number(), map.scope());
      map.masks()
          .forEach((n, masks) -> segments.put(new SegmentKey(map.scope().number(), n), masks));
    }
    return new RunImage(
        fresh.status(), fresh.lastNumber(), scopes, segments, fresh.faults(), fresh.known());
  }
}
