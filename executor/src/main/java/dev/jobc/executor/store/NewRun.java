package dev.jobc.executor.store;

import dev.jobc.executor.TraceContext;
import dev.jobc.plan.Provenance;
import org.jspecify.annotations.Nullable;

/**
 * A run to be created.
 *
 * @param inputs checked and with defaults applied, JSON in UTF-8
 * @param directory see {@link dev.jobc.executor.Submission}
 * @param needs what has to let it through before it begins
 * @param trace the trace it belongs to, null for none
 * @param provenance see {@link dev.jobc.executor.Submission}
 */
public record NewRun(
    int planId,
    byte[] inputs,
    String directory,
    RunNeeds needs,
    @Nullable TraceContext trace,
    @Nullable Provenance provenance) {

  /** A run without limits that belongs to no trace. */
  public NewRun(int planId, byte[] inputs, String directory) {
    this(planId, inputs, directory, RunNeeds.NONE);
  }

  /** A run that belongs to no trace. */
  public NewRun(int planId, byte[] inputs, String directory, RunNeeds needs) {
    this(planId, inputs, directory, needs, null, null);
  }

  public NewRun with(@Nullable TraceContext context) {
    return new NewRun(planId, inputs, directory, needs, context, provenance);
  }

  public NewRun with(RunNeeds limits) {
    return new NewRun(planId, inputs, directory, limits, trace, provenance);
  }

  public NewRun from(@Nullable Provenance commit) {
    return new NewRun(planId, inputs, directory, needs, trace, commit);
  }
}
