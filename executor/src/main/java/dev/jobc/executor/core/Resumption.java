package dev.jobc.executor.core;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Collection;
import java.util.Deque;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Which steps of a workflow need not run again in a run that takes up another one.
 *
 * <ol>
 *   <li>A step is kept when it has succeeded or was skipped, and everything that it needs is kept.
 *   <li>What was set up and cleared up again is set up again if it is to be cleared up again; what
 *       has used it is kept all the same, as in Airflow.
 * </ol>
 */
public final class Resumption {
  private Resumption() {}

  /**
   * The nodes that are kept.
   *
   * @param endings how each node has ended, null when it has not
   * @param again nodes that run again in any case, and with them all that needs them
   */
  public static BitSet kept(
      GraphShape graph, IntFunction<@Nullable Ending> endings, Collection<Integer> again) {
    int size = graph.hasOutputs() ? graph.size() - 1 : graph.size();
    BitSet kept = new BitSet(size);
    kept.set(0, size);
    Deque<Integer> gone = new ArrayDeque<>(again);
    IntStream.range(0, size).filter(node -> !isGood(endings.apply(node))).forEach(gone::add);
    while (!gone.isEmpty()) {
      int node = gone.remove();
      if (node < size && kept.get(node)) {
        kept.clear(node);
        for (int next : graph.dependents(node)) {
          gone.add(next);
        }
      }
    }
    for (int node = 0; node < size; node++) {
      if (!kept.get(node)) {
        graph.node(node).head().teardown().forEach(kept::clear);
      }
    }
    return kept;
  }

  /** Whether a step that ended like this is kept. */
  public static boolean isGood(@Nullable Ending ending) {
    return ending == Ending.SUCCEEDED || ending == Ending.DECLINED;
  }
}
