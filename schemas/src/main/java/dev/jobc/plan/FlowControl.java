package dev.jobc.plan;

import dev.jobc.expr.PlanExpr;
import org.jspecify.annotations.Nullable;

/** Limits that tasks, or runs, share; a member is null when there is no such limit. */
public record FlowControl(
    @Nullable Concurrency concurrency, @Nullable Pool pool, @Nullable RateLimit rateLimit) {

  /** No limit. */
  public static final FlowControl NONE = new FlowControl(null, null, null);

  /**
   * At most so many at once under one key.
   *
   * @param key a string; null for one key for all, the name of the task or workflow
   * @param limit at least 1
   */
  public record Concurrency(@Nullable PlanExpr key, int limit, OnLimit onLimit) {
    /** What becomes of one more. */
    public enum OnLimit {
      /** It waits, in order of arrival. */
      QUEUE,
      /** It is cancelled. */
      CANCEL_NEW,
      /** The oldest one under way is cancelled. */
      CANCEL_RUNNING,
      /** It fails. */
      FAIL
    }
  }

  /**
   * Slots taken from a pool whose size the operator sets.
   *
   * @param slots at least 1
   */
  public record Pool(String name, int slots) {}

  /**
   * At most so many starts in any window of time.
   *
   * @param limit an int, at least 1 when it is evaluated
   * @param per milliseconds
   * @param key a string; null for one count for all
   */
  public record RateLimit(PlanExpr limit, long per, @Nullable PlanExpr key) {}
}
