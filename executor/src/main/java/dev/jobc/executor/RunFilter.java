package dev.jobc.executor;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which runs are meant. What is null does not matter; a run must fit all the rest.
 *
 * @param namespace of the workflow
 * @param workflow its name
 * @param state how the run stands
 * @param createdBefore submitted earlier than this
 * @param labels of the workflow, with these values; empty for any
 */
public record RunFilter(
    @Nullable String namespace,
    @Nullable String workflow,
    @Nullable RunState state,
    @Nullable Instant createdBefore,
    Map<String, String> labels) {

  public RunFilter {
    labels = Map.copyOf(labels);
  }

  /** Every run. */
  public static final RunFilter ALL = new RunFilter(null, null, null, null, Map.of());

  /** The same, of runs in one state only. */
  public RunFilter in(RunState only) {
    return new RunFilter(namespace, workflow, only, createdBefore, labels);
  }
}
