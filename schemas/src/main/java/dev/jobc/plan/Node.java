package dev.jobc.plan;

import dev.jobc.expr.PlanExpr;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A step of a graph. The kinds that every plan has are in this file; each family of others has an
 * interface and a file of its own.
 */
public sealed interface Node permits Node.Task, Node.ForEach, Node.Join, Node.Outputs, Control {

  Head head();

  /** See {@link Head#id}. */
  default String id() {
    return head().id();
  }

  /** See {@link Head#needs}. */
  default List<Integer> needs() {
    return head().needs();
  }

  /** See {@link Head#source}. */
  default String source() {
    return head().source();
  }

  /**
   * Runs a task on a worker.
   *
   * @param task index into {@link Plan#tasks}
   * @param with the task's inputs by name; names left out take the task's default
   * @param queue queue name, {@code default} unless the author chose one
   * @param priority 0 to 9, 9 first
   * @param policy everything else about how the task is run
   */
  record Task(
      Head head,
      int task,
      Map<String, PlanExpr> with,
      RetryPolicy retry,
      Timeouts timeouts,
      String queue,
      int priority,
      TaskPolicy policy)
      implements Node {
    public Task {
      with = Collections.unmodifiableMap(new LinkedHashMap<>(with));
    }

    /** A task whose author left everything else open. */
    public Task(
        Head head,
        int task,
        Map<String, PlanExpr> with,
        RetryPolicy retry,
        Timeouts timeouts,
        String queue,
        int priority) {
      this(head, task, with, retry, timeouts, queue, priority, TaskPolicy.NONE);
    }
  }

  /**
   * Runs its body once an item.
   *
   * @param items a list
   * @param body index of the body's graph
   * @param maxParallel items under way at once, at least 1
   * @param maxItems more items than this fail the step, before they are put into batches
   * @param key the item's key, a string, evaluated inside the body; two equal keys fail the step.
   *     Null when results are a list.
   * @param batch how many items make one item of the body, a list then; 0 for no batches
   * @param failFast whether no item starts once one has failed
   */
  record ForEach(
      Head head,
      PlanExpr items,
      int body,
      int maxParallel,
      int maxItems,
      @Nullable PlanExpr key,
      int batch,
      boolean failFast)
      implements Node {
    /** The limit when the author sets none. */
    public static final int DEFAULT_MAX_ITEMS = 100_000;

    /** Of which the results are a list in item order. */
    public ForEach(Head head, PlanExpr items, int body, int maxParallel, int maxItems) {
      this(head, items, body, maxParallel, maxItems, null, 0, true);
    }
  }

  /**
   * The end of a block ({@code parallel}, {@code graph}, {@code steps}): holds no work. It waits
   * for teardowns, but however they end, they count as a success.
   */
  record Join(Head head) implements Node {}

  /** Evaluates the outputs of the workflow; the last node of graph 0 when there are any. */
  record Outputs(Head head) implements Node {}
}
