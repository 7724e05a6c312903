package dev.jobc.executor.telemetry;

import dev.jobc.executor.RunId;
import dev.jobc.executor.TraceContext;
import dev.jobc.executor.store.Settled;
import org.jspecify.annotations.Nullable;

/**
 * An attempt of a traced run. Nothing in it comes from values: no inputs, no outputs, no messages.
 *
 * @param parent the span of the run
 * @param step id of the step, the same for all its instances
 * @param instance the step's id with the numbers of the instances it belongs to
 * @param source file, line and column of the step
 * @param worker name of the worker
 * @param phases whether the waits before it are shown as well
 */
public record AttemptSpan(
    TraceContext parent,
    TaskLabels labels,
    RunId run,
    String step,
    String instance,
    String source,
    String worker,
    boolean phases,
    Settled settled) {

  /** The name of the error, null when there is none. */
  public @Nullable String error() {
    return switch (settled.verdict()) {
      case FAILED, RETRIED ->
          settled.completion().outcome() instanceof dev.jobc.executor.store.Outcome.Failed failed
              ? failed.error().name()
              : "Unexpected";
      case LOST, ABANDONED -> dev.jobc.executor.TaskError.WORKER_LOST;
      case SUCCEEDED, SKIPPED, CANCELLED -> null;
    };
  }
}
