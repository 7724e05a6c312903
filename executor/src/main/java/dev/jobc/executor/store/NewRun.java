package dev.jobc.executor.store;

import dev.jobc.executor.Begin;
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
 * @param begin when it begins, and asks what its needs are for; null for at once
 * @param given the submitter's id for it; null for none
 */
public record NewRun(
    int planId,
    byte[] inputs,
    String directory,
    RunNeeds needs,
    @Nullable TraceContext trace,
    @Nullable Provenance provenance,
    @Nullable Begin begin,
    @Nullable Given given) {

  /**
   * An id that a submitter has given to the run.
   *
   * @param content SHA-256 of what was submitted
   */
  public record Given(String id, byte[] content) {}

  /** A run without limits that belongs to no trace. */
  public NewRun(int planId, byte[] inputs, String directory) {
    this(planId, inputs, directory, RunNeeds.NONE);
  }

  /** A run that belongs to no trace. */
  public NewRun(int planId, byte[] inputs, String directory, RunNeeds needs) {
    this(planId, inputs, directory, needs, null, null, null, null);
  }

  public NewRun with(@Nullable TraceContext context) {
    return new NewRun(planId, inputs, directory, needs, context, provenance, begin, given);
  }

  public NewRun with(RunNeeds limits) {
    return new NewRun(planId, inputs, directory, limits, trace, provenance, begin, given);
  }

  public NewRun from(@Nullable Provenance commit) {
    return new NewRun(planId, inputs, directory, needs, trace, commit, begin, given);
  }

  /** The same run, to begin then. */
  public NewRun beginning(@Nullable Begin when) {
    return new NewRun(planId, inputs, directory, needs, trace, provenance, when, given);
  }

  /** The same run, of that id. */
  public NewRun named(@Nullable Given id) {
    return new NewRun(planId, inputs, directory, needs, trace, provenance, begin, id);
  }
}
