package dev.jobc.executor.store;

import dev.jobc.executor.TraceContext;
import org.jspecify.annotations.Nullable;

/**
 * A run to be created.
 *
 * @param inputs checked and with defaults applied, JSON in UTF-8
 * @param directory see {@link dev.jobc.executor.Submission}
 * @param trace the trace it belongs to, null for none
 */
public record NewRun(int planId, byte[] inputs, String directory, @Nullable TraceContext trace) {

  /** A run that belongs to no trace. */
  public NewRun(int planId, byte[] inputs, String directory) {
    this(planId, inputs, directory, null);
  }

  public NewRun with(@Nullable TraceContext context) {
    return new NewRun(planId, inputs, directory, context);
  }
}
