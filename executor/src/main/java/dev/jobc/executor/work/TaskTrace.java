package dev.jobc.executor.work;

import dev.jobc.executor.RunId;
import dev.jobc.executor.TraceContext;
import dev.jobc.executor.store.Work;
import dev.jobc.executor.telemetry.SpanIds;
import dev.jobc.plan.Node;
import dev.jobc.plan.TaskPolicy;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where in a trace the attempts of tasks are. */
final class TaskTrace {
  private static final String PARENT = "TRACEPARENT";
  private static final String STATE = "TRACESTATE";

  private TaskTrace() {}

  /** Whether attempts of the task have spans of their own in a trace that is recorded. */
  static boolean hasSpan(Node.Task task, @Nullable TraceContext trace) {
    return trace != null && trace.sampled() && task.policy().trace() != TaskPolicy.Trace.NONE;
  }

  /** The span of the run, as the parent of those of its attempts. */
  static TraceContext run(long runId, TraceContext trace) {
    return trace.at(SpanIds.run(runId));
  }

  /**
   * Tells a task its place, so that what it does itself goes on from there.
   *
   * @param trace of the run, null for none
   * @param recorded whether this process records spans
   */
  static void tell(
      Map<String, String> facts,
      Node.Task task,
      Work work,
      @Nullable TraceContext trace,
      boolean recorded) {
    TraceContext place = place(task, work, trace, recorded);
    facts.put(PARENT, place.parent());
    if (!place.state().isEmpty()) {
      facts.put(STATE, place.state());
    }
  }

  private static TraceContext place(
      Node.Task task, Work work, @Nullable TraceContext trace, boolean recorded) {
    String attempt = SpanIds.attempt(work.runId(), work.ref(), work.tries().attempt());
    if (trace == null) {
      return SpanIds.untraced(new RunId(work.runId())).at(attempt);
    }
    if (recorded && hasSpan(task, trace)) {
      return trace.at(attempt);
    }
    boolean hasNoOther = trace.spanId().equals(TraceContext.NO_SPAN);
    return recorded && trace.sampled() || hasNoOther ? run(work.runId(), trace) : trace;
  }
}
