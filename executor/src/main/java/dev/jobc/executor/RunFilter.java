package dev.jobc.executor;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which runs are meant. What is null does not matter; a run must fit all the rest.
 *
 * @param namespace of the workflow
 * @param workflow its name
 * @param state how the run stands
 * @param createdBefore submitted earlier than this
 */
public record RunFilter(
    @Nullable String namespace,
    @Nullable String workflow,
    @Nullable RunState state,
    @Nullable Instant createdBefore) {

  /** Every run. */
  public static final RunFilter ALL = new RunFilter(null, null, null, null);

  /** The same, of runs in one state only. */
  public RunFilter in(RunState only) {
    return new RunFilter(namespace, workflow, only, createdBefore);
  }
}
