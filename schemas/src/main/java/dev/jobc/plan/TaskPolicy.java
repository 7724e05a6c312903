package dev.jobc.plan;

import dev.jobc.expr.PlanExpr;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a task is placed, limited and looked after, besides its retries, time-outs, queue and
 * priority. What the author left open is null, empty or {@link #NONE}: then the engine's default
 * holds.
 *
 * @param queues a choice among several queues; null when there is one
 * @param runsOn labels that a worker must have, all of them
 * @param flow limits shared with other tasks
 * @param isolation how the task's process is confined
 * @param checks run before the first attempt, in order; each must hold
 * @param deadLetter what becomes of a task that exhausted its retries
 * @param onShutdown what a stopping worker does to the running attempt
 * @param onLost what becomes of an attempt whose worker died
 * @param trace what of it is shown in traces
 * @param cache null when results are not reused
 * @param idempotencyKey a string, passed to the task; null for one made from run, step and item
 * @param labels for people and filters
 * @param owner who answers for the task, empty when nobody is named
 */
public record TaskPolicy(
    @Nullable QueueChoice queues,
    List<String> runsOn,
    FlowControl flow,
    Isolation isolation,
    List<Check> checks,
    @Nullable DeadLetter deadLetter,
    @Nullable OnShutdown onShutdown,
    @Nullable OnLost onLost,
    @Nullable Trace trace,
    @Nullable Cache cache,
    @Nullable PlanExpr idempotencyKey,
    Map<String, String> labels,
    String owner) {

  /** Nothing said. */
  public static final TaskPolicy NONE =
      new TaskPolicy(
          null,
          List.of(),
          FlowControl.NONE,
          Isolation.NONE,
          List.of(),
          null,
          null,
          null,
          null,
          null,
          null,
          Map.of(),
          "");

  /** A policy that says nothing of traces. */
  public TaskPolicy(
      @Nullable QueueChoice queues,
      List<String> runsOn,
      FlowControl flow,
      Isolation isolation,
      List<Check> checks,
      @Nullable DeadLetter deadLetter,
      @Nullable OnShutdown onShutdown,
      @Nullable OnLost onLost,
      @Nullable Cache cache,
      @Nullable PlanExpr idempotencyKey,
      Map<String, String> labels,
      String owner) {
    this(
        queues,
        runsOn,
        flow,
        isolation,
        checks,
        deadLetter,
        onShutdown,
        onLost,
        null,
        cache,
        idempotencyKey,
        labels,
        owner);
  }

  public TaskPolicy {
    runsOn = List.copyOf(runsOn);
    checks = List.copyOf(checks);
    labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
  }

  /** Where a task goes that exhausted its retries. */
  public enum DeadLetter {
    /** It is kept, to be looked at and submitted again. */
    SAVE,
    /** Nothing is kept but the run's history. */
    DISCARD
  }

  /** What a stopping worker does to a running attempt. */
  public enum OnShutdown {
    /** Cancels it, and the step with it. */
    STOP,
    /** Cancels it and gives the task back; the attempt doesn't count. */
    RESUBMIT,
    /** Waits for it. */
    CONTINUE
  }

  /** What becomes of an attempt whose worker died. */
  public enum OnLost {
    RETRY,
    FAIL,
    /** The step waits until a person decides. */
    HOLD
  }

  /** What of a task is shown in the trace of its run. */
  public enum Trace {
    /** Nothing; what the task itself records hangs under the run. */
    NONE,
    /** Every attempt. */
    ATTEMPTS,
    /** Every attempt, and its waits: for a worker, and at the worker. */
    PHASES
  }

  /**
   * Several queues to spread tasks over.
   *
   * @param of at least two names, without repetition
   * @param key a string; not null exactly for {@link By#HASH}
   */
  public record QueueChoice(List<String> of, By by, @Nullable PlanExpr key) {
    public QueueChoice {
      of = List.copyOf(of);
    }

    /** How one of the queues is taken. */
    public enum By {
      ROUND_ROBIN,
      RANDOM,
      /** By the key, so that equal keys go to the same queue. */
      HASH
    }
  }

  /**
   * Results are reused for equal inputs of the same revision of the task.
   *
   * @param ttl milliseconds that a result may be reused
   * @param key a string in place of the inputs; null for the inputs
   */
  public record Cache(long ttl, @Nullable PlanExpr key, Scope scope) {
    /** Who may reuse a result. */
    public enum Scope {
      RUN,
      WORKFLOW,
      NAMESPACE
    }
  }
}
