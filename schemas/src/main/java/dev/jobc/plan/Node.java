package dev.jobc.plan;

import dev.jobc.expr.PlanExpr;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A step of a graph. {@link #needs} holds the numbers of the nodes of the same graph that must have
 * succeeded before it starts, ascending and without repetition.
 */
public sealed interface Node {

  /** The step's id, unique in the workflow; made from its position when the author wrote none. */
  String id();

  List<Integer> needs();

  /** Where the author wrote it, {@code file:line:column}, 1-based. */
  String source();

  /**
   * Runs a task on a worker.
   *
   * @param task index into {@link Plan#tasks}
   * @param with the task's inputs by name; names left out take the task's default
   * @param queue queue name, {@code default} unless the author chose one
   * @param priority 0 to 9, 9 first
   */
  record Task(
      String id,
      List<Integer> needs,
      String source,
      int task,
      Map<String, PlanExpr> with,
      RetryPolicy retry,
      Timeouts timeouts,
      String queue,
      int priority)
      implements Node {
    public Task {
      needs = List.copyOf(needs);
      with = Collections.unmodifiableMap(new LinkedHashMap<>(with));
    }
  }

  /**
   * Runs its body once an item.
   *
   * @param items a list
   * @param body index of the body's graph
   * @param maxParallel items under way at once, at least 1
   * @param maxItems more items than this fail the step
   */
  record ForEach(
      String id,
      List<Integer> needs,
      String source,
      PlanExpr items,
      int body,
      int maxParallel,
      int maxItems)
      implements Node {
    /** The limit when the author sets none. */
    public static final int DEFAULT_MAX_ITEMS = 100_000;

    public ForEach {
      needs = List.copyOf(needs);
    }
  }

  /** The end of a block ({@code parallel}, {@code graph}, {@code steps}): holds no work. */
  record Join(String id, List<Integer> needs, String source) implements Node {
    public Join {
      needs = List.copyOf(needs);
    }
  }

  /** Evaluates the outputs of the workflow; the last node of graph 0 when there are any. */
  record Outputs(String id, List<Integer> needs, String source) implements Node {
    public Outputs {
      needs = List.copyOf(needs);
    }
  }
}
